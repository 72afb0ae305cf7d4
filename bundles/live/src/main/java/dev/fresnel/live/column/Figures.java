package dev.fresnel.live.column;

import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods or nodes use, as metrics.k8s.io said at some moment; never part of the shared row (rule R13).
 *
 * @param cores CPU in cores
 * @param bytes memory
 */
public record Figures(double cores, double bytes) {
    /** Figures of many rows; immutable. */
    public interface Sight {
        Sight NONE = row -> null;

        /** Null = not known. */
        @Nullable Figures of(Row row);
    }

    /**
     * Of one cluster.
     *
     * @param metrics rows of metrics.k8s.io in list order, with {@code figures} read
     */
    public static Sight of(List<Row> metrics, Extract figures) {
        Row[] rows = metrics.toArray(new Row[0]);
        return row -> {
            int low = 0;
            int high = rows.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Row one = rows[middle];
                int c = one.namespace().compareTo(row.namespace());
                c = c == 0 ? one.name().compareTo(row.name()) : c;
                if (c == 0) {
                    String text = one.text(figures);
                    return text == null || text.isEmpty() ? null : parse(text);
                }
                low = c < 0 ? middle + 1 : low;
                high = c > 0 ? middle - 1 : high;
            }
            return null;
        };
    }

    private static Figures parse(String text) {
        int space = text.indexOf(' ');
        return new Figures(Double.parseDouble(text.substring(0, space)), Double.parseDouble(text.substring(space + 1)));
    }
}
