package dev.fresnel.logs.view;

import dev.fresnel.logs.line.Ansi;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.source.Sources;
import dev.fresnel.logs.spool.Density;
import dev.fresnel.logs.spool.Lines;
import dev.fresnel.logs.spool.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One message to the page; what has not changed is left out. Times are milliseconds since 1970.
 *
 * @param state {@code loading} until the pods are known, {@code live}, {@code done} when nothing more will come
 * @param total lines that came, of them {@code dropped} are forgotten
 * @param oldest when the first line was said that is there
 * @param first place of the first row that the filter leaves
 * @param end place behind the last one
 * @param progress how much the filter has looked at
 * @param gaps how often lines were rotated away before they could be had
 * @param error why the filter cannot be used
 */
record Told(
        @Nullable String state,
        @Nullable Long total,
        @Nullable Long dropped,
        @Nullable Double oldest,
        @Nullable Long first,
        @Nullable Long end,
        @Nullable Double progress,
        @Nullable Map<String, Long> levels,
        @Nullable List<Sources.Told> sources,
        @Nullable List<String> troubles,
        @Nullable Integer beyond,
        @Nullable Integer gaps,
        @Nullable Window window,
        @Nullable Search search,
        @Nullable Strip strip,
        @Nullable Sought sought,
        @Nullable String error) {
    /** Longer lines are cut on the screen. */
    private static final int SHOWN = 8_000;
    private static final int MARKS = 200;
    private static final long MILLI = 1_000_000;

    /**
     * What the page should hold now.
     *
     * @param epoch when it is another, rows of before are void
     * @param from place of the first row
     * @param to place behind the last
     * @param at place of the first of {@code rows}; the page has the others
     */
    record Window(String epoch, long from, long to, long at, List<Row> rows) {}

    /**
     * A line.
     *
     * @param n its number
     * @param t milliseconds, and {@code ns} what is left of them
     * @param s number of its source
     * @param x its text
     * @param a spans that are not plain: from, to, style
     * @param m where the search matches: from, to
     * @param cut how long it is in full
     */
    record Row(long n, long t, int ns, int s, String l, String x, @Nullable List<List<Object>> a, @Nullable List<int[]> m, @Nullable Integer cut) {
        static Row of(Lines.Row row, Optional<Words> search) {
            Line line = row.line();
            String raw = line.string();
            Ansi ansi = Ansi.alters(line.text(), 0, line.text().length) ? Ansi.of(raw) : new Ansi(raw, List.of());
            boolean cut = ansi.text().length() > SHOWN;
            String text = cut ? ansi.text().substring(0, SHOWN) : ansi.text();
            List<List<Object>> spans = ansi.spans().stream().filter(span -> span.from() < text.length())
                    .map(span -> List.<Object>of(span.from(), Math.min(text.length(), span.to()), span.style())).toList();
            List<int[]> marks = line.level() == Level.NOTE ? List.of() : search.map(words -> words.ranges(text, MARKS)).orElse(List.of());
            long millis = Math.floorDiv(line.at(), MILLI);
            return new Row(
                    row.number(), millis, (int) Math.floorMod(line.at(), MILLI), line.source(), word(line.level()), text,
                    spans.isEmpty() ? null : spans, marks.isEmpty() ? null : marks, cut ? ansi.text().length() : null);
        }
    }

    /** What is known of a search. */
    record Search(long matches, double progress, @Nullable String error) {}

    /**
     * The answer to a seek.
     *
     * @param id which
     * @param row -1 = nowhere
     * @param ordinal which of the matches it is, from 0; -1 = they are still counted, and it is told again
     */
    record Sought(long id, long row, long ordinal) {}

    /**
     * Lines over time.
     *
     * @param bars per bar: none, debug, info, warn, error
     * @param firstError absent = there is none
     */
    record Strip(double from, double width, int[][] bars, @Nullable Double firstError) {
        static Strip of(Density.Strip strip) {
            return new Strip(strip.from() / 1e6, strip.width() / 1e6, strip.bars(), strip.firstError() == 0 ? null : strip.firstError() / 1e6);
        }
    }

    static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Long> levels(dev.fresnel.logs.spool.Pick pick) {
        var levels = new TreeMap<String, Long>();
        for (Level level : Level.values()) {
            levels.put(word(level), pick.total(level));
        }
        return levels;
    }
}
