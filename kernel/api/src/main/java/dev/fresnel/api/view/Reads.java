package dev.fresnel.api.view;

import dev.fresnel.api.kube.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a function of a plugin reads: one kind and fields of it. It sees nothing else, and runs again only when one of them
 * changed.
 *
 * @param kind the kind it is about; {@code version} is ignored
 * @param fields JSON pointers such as {@code /status/phase}
 * @param cells names of Table columns such as {@code Status}
 */
public record Reads(Kind kind, List<String> fields, List<String> cells) {
    public Reads {
        fields = List.copyOf(fields);
        cells = List.copyOf(cells);
    }

    public static Reads of(Kind kind, String... fields) {
        return new Reads(kind, List.of(fields), List.of());
    }

    /** The same, and these cells of the API server's Table. */
    public Reads cells(String... names) {
        var all = new ArrayList<>(cells);
        all.addAll(List.of(names));
        return new Reads(kind, fields, all);
    }
}
