package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code oci:host[:port]/name[:tag|@sha256:digest]}. TLS, unless the host is this machine.
 *
 * @param reference tag or digest
 */
public record OciAddress(String host, String name, String reference) {
    private static final Pattern TEXT = Pattern.compile(
            "oci:(?://)?([A-Za-z0-9.-]+(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+](?::[0-9]{1,5})?)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(sha256:[0-9a-f]{64}))?");
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");

    public static OciAddress parse(String text) throws Refusal {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || matcher.group(2).contains("..")) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " is not oci:host/name:tag or oci:host/name@sha256:digest");
        }
        String reference = matcher.group(3) != null ? matcher.group(3) : matcher.group(4) != null ? matcher.group(4) : "latest";
        return new OciAddress(matcher.group(1), matcher.group(2), reference);
    }

    URI base() {
        return URI.create((LOOPBACK.matcher(host).matches() ? "http://" : "https://") + host + "/v2/" + name + "/");
    }

    URI manifest(String of) {
        return base().resolve("manifests/" + of);
    }

    URI blob(String digest) {
        return base().resolve("blobs/" + digest);
    }

    @Override
    public String toString() {
        return "oci:" + host + "/" + name + (reference.startsWith("sha256:") ? "@" : ":") + reference;
    }
}
