package dev.fresnel.logs.line;

import java.nio.charset.StandardCharsets;

/**
 * One line.
 *
 * @param at when the node took it, nanoseconds since 1970
 * @param source number of its source within the view
 * @param level how bad it is
 * @param text UTF-8 as the container wrote it, without the line's end
 */
public record Line(long at, int source, Level level, byte[] text) {
    public static Line of(long at, int source, Level level, String text) {
        return new Line(at, source, level, text.getBytes(StandardCharsets.UTF_8));
    }

    public String string() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
