package dev.fresnel.logs.source;

import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Levels;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.line.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what a container says into lines, each with its time and level, and leaves out what was had or is not wanted. */
final class Cut {
    /** A longer line comes in pieces. */
    static final int LONGEST = 256 * 1024;

    private final Source source;
    private final Wanted wanted;
    private final Stitch stitch;
    private final Merge.Feed feed;
    private Level before = Level.NONE;
    private long came;
    private boolean past;

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

    /** Another run of the container begins. */
    void fresh() {
        stitch.fresh();
        before = Level.NONE;
    }

    /** Reads to the end. @return a last line that has none */
    byte[] read(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
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

    /** @return where the line begins that is not whole yet */
    private int split(byte[] buffer, int filled) {
        var some = new ArrayList<Line>();
        int from = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                line(buffer, from, i, some);
                from = i + 1;
            }
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
        int space = from;
        while (space < end && space - from < 40 && buffer[space] != ' ') {
            space++;
        }
        long at = Stamp.parse(buffer, from, Math.min(space, end));
        int begin = at == Long.MIN_VALUE ? from : Math.min(end, space + 1);
        if (at == Long.MIN_VALUE) {
            at = Math.max(0, stitch.last()); // no time of its own: that of the line before
        }
        int stop = end > begin && buffer[end - 1] == '\r' ? end - 1 : end;
        do {
            int piece = Math.min(stop, begin + LONGEST);
            one(at, Arrays.copyOfRange(buffer, begin, piece), out);
            begin = piece;
        } while (begin < stop);
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
        Level level = Levels.continues(text) && before != Level.NONE ? before : Levels.of(text);
        before = level;
        out.add(new Line(at, source.number(), level, text));
    }
}
