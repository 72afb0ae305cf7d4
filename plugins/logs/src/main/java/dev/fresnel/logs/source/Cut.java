package dev.fresnel.logs.source;

import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Levels;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.line.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what a container says into lines, each with its time and level, and leaves out what was had or is not wanted. */
final class Cut {
    /** A longer line comes in pieces. */
    static final int LONGEST = 256 * 1024;

    /** So long may the time before a line be. */
    private static final int STAMP = 40;

    private final Source source;
    private final Wanted wanted;
    private final Stitch stitch;
    private final Merge.Feed feed;
    private Level before = Level.NONE;
    private long came;
    private boolean past;
    private volatile int gaps;
    /** a line has begun of which pieces were given already, and when it was said */
    private boolean within;
    private long said;

    Cut(Source source, Wanted wanted, Stitch stitch, Merge.Feed feed) {
        this.source = source;
        this.wanted = wanted;
        this.stitch = stitch;
        this.feed = feed;
    }

    /** Lines so far. */
    long came() {
        return came;
    }

    /** Whether a line came that is later than what is wanted. */
    boolean past() {
        return past;
    }

    /** How often lines are missing. */
    int gaps() {
        return gaps;
    }

    /** Another run of the container begins. */
    void fresh() {
        stitch.fresh();
        before = Level.NONE;
    }

    /** What happened to the source, between its lines. @param lost whether lines are missing there */
    void note(long at, String json, boolean lost) {
        gaps += lost ? 1 : 0;
        feed.put(List.of(noted(at, json)));
    }

    private Line noted(long at, String json) {
        return new Line(at, source.number(), Level.NOTE, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads to the end. @return a last line that has none */
    byte[] read(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        within = false;
        for (int read = in.read(buffer, 0, buffer.length); read >= 0 && !past; read = in.read(buffer, filled, buffer.length - filled)) {
            filled += read;
            int rest = split(buffer, filled);
            System.arraycopy(buffer, rest, buffer, 0, filled - rest);
            filled -= rest;
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        return past ? new byte[0] : Arrays.copyOf(buffer, filled);
    }

    /** What had no end is a line after all. */
    void last(byte[] rest) {
        var some = new ArrayList<Line>();
        line(rest, 0, rest.length, some);
        put(some);
    }

    /** @return where the line begins that is not whole yet; what is longer than a line may be is not waited for */
    private int split(byte[] buffer, int filled) {
        var some = new ArrayList<Line>();
        int from = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                line(buffer, from, i, some);
                from = i + 1;
            }
        }
        while (filled - from > STAMP + LONGEST) {
            int begin = begin(buffer, from, filled);
            from = piece(buffer, begin, filled);
            one(said, Arrays.copyOfRange(buffer, begin, from), some);
            within = true;
        }
        put(some);
        return from;
    }

    private void put(List<Line> some) {
        if (!some.isEmpty()) {
            came += some.size();
            feed.put(some);
        }
    }

    private void line(byte[] buffer, int from, int end, List<Line> out) {
        int begin = begin(buffer, from, end);
        int stop = end > begin && buffer[end - 1] == '\r' ? end - 1 : end;
        while (begin < stop || !within) {
            int piece = piece(buffer, begin, stop);
            one(said, Arrays.copyOfRange(buffer, begin, piece), out);
            begin = piece;
            within = true;
        }
        within = false;
    }

    /** Reads the time of a line. @return where its text, or what is left of it, begins */
    private int begin(byte[] buffer, int from, int end) {
        if (within) {
            return from;
        }
        int space = from;
        while (space < end && space - from < STAMP && buffer[space] != ' ') {
            space++;
        }
        long at = Stamp.parse(buffer, from, Math.min(space, end));
        said = at == Long.MIN_VALUE ? Math.max(0, stitch.last()) : at; // no time of its own: that of the line before
        return at == Long.MIN_VALUE ? from : Math.min(end, space + 1);
    }

    /** Where a piece ends, not within a character. */
    private static int piece(byte[] buffer, int begin, int stop) {
        int end = Math.min(stop, begin + LONGEST);
        for (int back = 0; end < stop && back < 3 && (buffer[end] & 0xc0) == 0x80; back++) {
            end--;
        }
        return end;
    }

    private void one(long at, byte[] text, List<Line> out) {
        if (!stitch.first(at, text)) {
            return;
        }
        if (wanted.until().isPresent() && at > Stamp.nanos(wanted.until().get())) {
            past = true;
            return;
        }
        if (wanted.since().isPresent() && at < Stamp.nanos(wanted.since().get())) {
            return;
        }
        if (stitch.gap()) {
            gaps++;
            out.add(noted(at, "{\"note\":\"rotated\"}"));
        }
        boolean goesOn = within || Levels.continues(text);
        Level level = goesOn && before != Level.NONE ? before : Levels.of(text);
        before = level;
        out.add(new Line(at, source.number(), level, text));
    }
}
