package dev.fresnel.logs.line;

import java.time.Instant;

/** The time in front of a line: RFC 3339 with up to nine digits of a second, read without garbage. */
public final class Stamp {
    public static final long SECOND = 1_000_000_000L;

    private Stamp() {}

    /** Nanoseconds since 1970 of the time that ends before {@code end}; {@link Long#MIN_VALUE} when there is none. */
    public static long parse(byte[] text, int from, int end) {
        if (end - from < 20 || text[from + 4] != '-' || text[from + 10] != 'T' || text[from + 13] != ':' || text[from + 16] != ':') {
            return Long.MIN_VALUE;
        }
        long days = days(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
        long seconds = days * 86_400 + number(text, from + 11, 2) * 3600L + number(text, from + 14, 2) * 60L + number(text, from + 17, 2);
        int i = from + 19;
        long nanos = 0;
        if (text[i] == '.') {
            long unit = SECOND;
            for (i++; i < end && text[i] >= '0' && text[i] <= '9'; i++) {
                unit /= 10;
                nanos += (text[i] - '0') * unit;
            }
        }
        return i < end ? zone(text, i, end, seconds * SECOND + nanos) : Long.MIN_VALUE;
    }

    private static long zone(byte[] text, int at, int end, long local) {
        if (text[at] == 'Z') {
            return at + 1 == end ? local : Long.MIN_VALUE;
        }
        if (text[at] != '+' && text[at] != '-' || at + 6 != end) {
            return Long.MIN_VALUE;
        }
        long offset = (number(text, at + 1, 2) * 3600L + number(text, at + 4, 2) * 60L) * SECOND;
        return text[at] == '+' ? local - offset : local + offset;
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    /** Days since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097L + yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    public static long nanos(Instant at) {
        return at.getEpochSecond() * SECOND + at.getNano();
    }
}
