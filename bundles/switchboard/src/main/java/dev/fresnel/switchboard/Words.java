package dev.fresnel.switchboard;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Errors of plugins as text: a kept Throwable would keep the plugin's classes. */
final class Words {
    private static final int LONGEST_TRACE = 4_000;

    private Words() {}

    /** {@code IllegalStateException: no such thing}. */
    static String of(Throwable error) {
        String name = error.getClass().getSimpleName();
        String message = error.getMessage();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }

    static String trace(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.length() > LONGEST_TRACE ? trace.substring(0, LONGEST_TRACE) + "…" : trace;
    }
}
