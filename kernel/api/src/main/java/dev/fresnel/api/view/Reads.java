package dev.fresnel.api.view;

import dev.fresnel.api.kube.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a function of a plugin reads: one kind and fields of it, and kinds that it looks up. It sees nothing else, and runs again
 * only when one of them changed.
 *
 * @param kind the kind it is about; {@code version} is ignored
 * @param fields JSON pointers such as {@code /status/phase}
 * @param cells names of Table columns such as {@code Status}
 * @param lookups kinds that it may find by {@link Lookup}, each with the fields that it reads of them
 */
public record Reads(Kind kind, List<String> fields, List<String> cells, List<Reads> lookups) {
    public Reads {
        fields = List.copyOf(fields);
        cells = List.copyOf(cells);
        lookups = List.copyOf(lookups);
    }

    public Reads(Kind kind, List<String> fields, List<String> cells) {
        this(kind, fields, cells, List.of());
    }

    public static Reads of(Kind kind, String... fields) {
        return new Reads(kind, List.of(fields), List.of());
    }

    /** The same, and these cells of the API server's Table. */
    public Reads cells(String... names) {
        return new Reads(kind, fields, joined(cells, List.of(names)), lookups);
    }

    /** The same, and objects of that kind found by {@link Lookup}. */
    public Reads lookup(Kind other, String... fieldsOfIt) {
        return new Reads(kind, fields, cells, joined(lookups, List.of(Reads.of(other, fieldsOfIt))));
    }

    /** What it declares of a kind that it looks up. */
    public Optional<Reads> declared(Kind other) {
        return lookups.stream().filter(one -> one.kind().id().equals(other.id())).findFirst();
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
