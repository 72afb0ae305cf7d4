package dev.fresnel.api.kube;

/**
 * Which objects of a kind are meant.
 *
 * @param namespace {@code ""} = all that the caller may see
 * @param labels label selector as in {@code kubectl -l}, {@code ""} = all
 * @param fields field selector as in {@code kubectl --field-selector}, {@code ""} = all
 */
public record Selector(String namespace, String labels, String fields) {
    public static final Selector ALL = new Selector("", "", "");

    public static Selector inNamespace(String namespace) {
        return new Selector(namespace, "", "");
    }
}
