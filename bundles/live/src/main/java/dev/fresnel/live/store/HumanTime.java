package dev.fresnel.live.store;

/** Spans of time in the words of {@code kubectl get}: {@code 2h14m}. */
public final class HumanTime {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private HumanTime() {}

    /** What the API server prints for something that happened at {@code then}, asked at {@code now}; both epoch ms. */
    public static String since(long then, long now) {
        return span(now - then);
    }

    /** The span as the API server prints it. */
    public static String span(long millis) {
        long s = millis / 1000;
        if (s < -1) {
            return "<invalid>";
        }
        if (s < 2 * MINUTE) {
            return Math.max(s, 0) + "s";
        }
        if (s < 10 * MINUTE) {
            return two(s / MINUTE, "m", s % MINUTE, "s");
        }
        if (s < 3 * HOUR) {
            return s / MINUTE + "m";
        }
        if (s < 8 * HOUR) {
            return two(s / HOUR, "h", s % HOUR / MINUTE, "m");
        }
        if (s < 2 * DAY) {
            return s / HOUR + "h";
        }
        if (s < 8 * DAY) {
            return two(s / DAY, "d", s % DAY / HOUR, "h");
        }
        if (s < 2 * YEAR) {
            return s / DAY + "d";
        }
        return s < 8 * YEAR ? two(s / YEAR, "y", s % YEAR / DAY, "d") : s / YEAR + "y";
    }

    private static String two(long great, String unit, long small, String smallUnit) {
        return small == 0 ? great + unit : great + unit + small + smallUnit;
    }

    /** Milliseconds of a span as printed; -1 when the text is none. */
    public static long parse(String text) {
        long total = 0;
        int at = 0;
        int length = text.length();
        while (at < length) {
            int from = at;
            while (at < length && Character.isDigit(text.charAt(at))) {
                at++;
            }
            long unit = at == length || at == from || at - from > 9 ? 0 : unit(text.charAt(at));
            if (unit == 0) {
                return -1;
            }
            total += Long.parseLong(text, from, at, 10) * unit;
            at++;
        }
        return length == 0 ? -1 : total * 1000;
    }

    private static long unit(char letter) {
        return switch (letter) {
            case 's' -> 1;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            case 'y' -> YEAR;
            default -> 0;
        };
    }
}
