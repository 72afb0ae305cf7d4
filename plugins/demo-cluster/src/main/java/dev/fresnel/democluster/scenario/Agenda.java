package dev.fresnel.democluster.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen when; equal times keep the order in which they were noted, so that a run can be repeated. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::time).thenComparingLong(Entry::order));
    private final SceneClock clock;
    private long noted;

    private record Entry(Instant time, long order, Runnable work) {}

    Agenda(SceneClock clock) {
        this.clock = clock;
    }

    void at(Instant time, Runnable work) {
        entries.add(new Entry(time, noted++, work));
    }

    void after(Duration delay, Runnable work) {
        at(clock.instant().plus(delay), work);
    }

    void afterMillis(long millis, Runnable work) {
        after(Duration.ofMillis(millis), work);
    }

    /** Does the next thing that is due; while the past is played, the clock goes there first. */
    boolean runNext(Instant until) {
        Entry next = entries.peek();
        if (next == null || next.time().isAfter(until)) {
            return false;
        }
        entries.remove();
        if (clock.playing()) {
            clock.playAt(next.time());
        }
        next.work().run();
        return true;
    }
}
