package dev.fresnel.benchmarks;

import java.util.function.LongConsumer;

/** Time stamps as label values, {@code fb1234567890}: nanoseconds of this process's clock when the change was sent. */
final class Stamps {
    static final String LABEL = "benchmark";
    private static final String MARK = "fb";
    private static final int LENGTH = 20;

    private Stamps() {}

    static String now() {
        return MARK + String.format("%0" + LENGTH + "d", System.nanoTime());
    }

    /** All stamps in so many bytes of ASCII, or of what contains it. */
    static void in(byte[] text, int length, LongConsumer then) {
        for (int at = 0; at + MARK.length() + LENGTH <= length; at++) {
            if (text[at] == MARK.charAt(0) && text[at + 1] == MARK.charAt(1)) {
                long stamp = number(text, at + MARK.length());
                if (stamp >= 0) {
                    then.accept(stamp);
                    at += MARK.length() + LENGTH - 1;
                }
            }
        }
    }

    /** -1 when there is none. */
    private static long number(byte[] text, int from) {
        long number = 0;
        for (int i = from; i < from + LENGTH; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
