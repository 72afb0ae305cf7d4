package dev.fresnel.live.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a column holds a printed time that ages, and which timestamps of an object it may come from. */
enum Ticker {
    /** Nothing in it ages. */
    STILL(List.of()),
    /** The creation timestamp. */
    CREATED(List.of()),
    /** A date column of a custom resource: any timestamp of the object. */
    ANY(List.of("")),
    RESTARTS(List.of("/lastState/terminated/finishedAt")),
    SCHEDULED(List.of("/status/lastScheduleTime")),
    RUNNING(List.of("/status/startTime")),
    LAST_SEEN(List.of("/series/lastObservedTime", "/lastTimestamp", "/firstTimestamp", "/eventTime", "/deprecatedLastTimestamp",
            "/deprecatedFirstTimestamp")),
    FIRST_SEEN(List.of("/firstTimestamp", "/eventTime", "/deprecatedFirstTimestamp"));

    /** How far apart server and we may be when the server's text is matched with a timestamp. */
    private static final long TOLERANCE = 5_000;

    private final List<String> endings;

    Ticker(List<String> endings) {
        this.endings = endings;
    }

    static Ticker of(Scope scope, Column column) {
        String kind = scope.kind().id();
        if (scope.served().custom()) {
            return column.type().equals("date") ? ANY : STILL;
        }
        return switch (kind + " " + column.id()) {
            case "pods restarts" -> RESTARTS;
            case "cronjobs.batch last-schedule" -> SCHEDULED;
            case "jobs.batch duration" -> RUNNING;
            case "events last-seen", "events.events.k8s.io last-seen" -> LAST_SEEN;
            case "events first-seen", "events.events.k8s.io first-seen" -> FIRST_SEEN;
            default -> column.id().equals("age") ? CREATED : STILL;
        };
    }

    /** Whether sorting means points or spans of time. */
    boolean timely() {
        return this != STILL && this != RESTARTS;
    }

    /**
     * Takes a cell apart, when it holds a time that ages.
     *
     * @param text as the server printed it, just now
     * @param stamps all timestamps of the object
     */
    @Nullable Ticking read(int column, String text, List<Stamp> stamps, long now) {
        int open = text.indexOf('(');
        int from = open < 0 ? 0 : open + 1;
        int to = open < 0 ? text.length() : text.indexOf(" ago)", from);
        if (to <= from || HumanTime.parse(text.substring(from, to)) < 0) {
            return null;
        }
        if (this == RUNNING && stamps.stream().anyMatch(stamp -> stamp.path().equals("/status/completionTime"))) {
            return null;
        }
        String printed = text.substring(from, to);
        for (String ending : endings) {
            Stamp best = null;
            for (Stamp stamp : stamps) {
                if (stamp.path().endsWith(ending) && matches(stamp.at(), printed, now) && (best == null || stamp.at() > best.at())) {
                    best = stamp;
                }
            }
            if (best != null) {
                return new Ticking(column, text.substring(0, from), best.at(), text.substring(to));
            }
        }
        return null;
    }

    /** Whether the server may have printed this text for that timestamp within the last seconds. */
    static boolean matches(long at, String printed, long now) {
        for (long shift = -TOLERANCE; shift <= TOLERANCE; shift += 500) {
            if (HumanTime.since(at, now + shift).equals(printed)) {
                return true;
            }
        }
        return false;
    }

    /** A timestamp of an object. */
    record Stamp(String path, long at) {}

    /** A cell whose text ages: {@code before}, the time since {@code at}, {@code after}. */
    record Ticking(int column, String before, long at, String after) {
        String text(long now) {
            return before + HumanTime.since(at, now) + after;
        }
    }
}
