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

    /** All stamps in a text. */
    static void in(String text, LongConsumer then) {
        for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
            int from = at + MARK.length();
            if (from + LENGTH <= text.length() && digits(text, from)) {
                then.accept(Long.parseLong(text, from, from + LENGTH, 10));
                at = from + LENGTH - 1;
            }
        }
    }

    private static boolean digits(String text, int from) {
        for (int i = from; i < from + LENGTH; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
