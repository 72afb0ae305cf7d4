package dev.fresnel.switchboard;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last things that went wrong in a plugin, as text: a kept error would keep the plugin's classes. */
final class Faults {
    static final int KEPT = 10;
    private static final int LONGEST = 300;

    private final Deque<String> last = new ArrayDeque<>();
    private long count;

    synchronized void note(String text) {
        String line = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        count++;
        last.addFirst(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
        if (last.size() > KEPT) {
            last.removeLast();
        }
    }

    /** @return newest first */
    synchronized List<String> last() {
        return List.copyOf(last);
    }

    synchronized long count() {
        return count;
    }
}
