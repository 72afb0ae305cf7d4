package dev.fresnel.api.view;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.Selector;

/**
 * Asks for a part of the objects of a kind.
 *
 * @param kind its {@code version} is ignored
 * @param selector which of them
 * @param text part of the name, {@code ""} = all
 * @param sort {@code name}, {@code namespace} or {@code created}, {@code -} first for descending; ties by namespace and name
 * @param offset how many to leave out
 * @param limit how many to give at most, at least 1
 */
public record Query(Kind kind, Selector selector, String text, String sort, int offset, int limit) {
    /** The first 100 by name. */
    public static Query of(Kind kind) {
        return new Query(kind, Selector.ALL, "", "name", 0, 100);
    }

    public Query in(String namespace) {
        return new Query(kind, new Selector(namespace, selector.labels(), selector.fields()), text, sort, offset, limit);
    }

    public Query where(Selector other) {
        return new Query(kind, other, text, sort, offset, limit);
    }

    public Query sort(String by) {
        return new Query(kind, selector, text, by, offset, limit);
    }

    public Query window(int from, int most) {
        return new Query(kind, selector, text, sort, from, most);
    }
}
