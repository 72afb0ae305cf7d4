package dev.fresnel.logs.line;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as it may be shown: colours as spans, every other control sequence removed, what could change the direction or hide itself made
 * visible (ECMA-48; Unicode TR36).
 *
 * @param text what is left
 * @param spans where it is not plain
 */
public record Ansi(String text, List<Span> spans) {
    private static final char ESC = 0x1b;
    private static final char CSI = 0x9b;

    /**
     * @param style words: {@code bold}, {@code dim}, {@code italic}, {@code underline}, {@code f0}…{@code f15}, {@code b0}…{@code b15}
     */
    public record Span(int from, int to, String style) {}

    /** Whether these bytes of UTF-8 hold anything that is shown otherwise than it stands there. */
    public static boolean alters(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = text[i];
            if (c < 0x20 ? c >= 0 && c != '\t' || c < 0 && suspect(c & 0xff) : c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Begins a character that may be a mark of direction, of no width, or a control character of ISO 8859. */
    private static boolean suspect(int c) {
        return c == 0xc2 || c == 0xe2 || c == 0xef || c == 0xd8;
    }

    public static Ansi of(String raw) {
        return new Reader(raw).read();
    }

    /** The text alone. */
    public static String plain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (special(raw.charAt(i))) {
                return of(raw).text();
            }
        }
        return raw;
    }

    private static boolean special(char c) {
        return c < ' ' && c != '\t' || c >= 0x7f && c <= 0x9f || shown(c);
    }

    /** Marks of direction and of no width: they are shown, and do nothing. */
    private static boolean shown(char c) {
        return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' || c == '\u061c' || c == '\u200b' || c == '\u2060'
                || c == '\ufeff' || c == '\u2028' || c == '\u2029';
    }

    private static final class Reader {
        private final String raw;
        private final StringBuilder out;
        private final List<Span> spans = new ArrayList<>();
        private final Pen pen = new Pen();
        private String style = "";
        private int since;

        Reader(String raw) {
            this.raw = raw;
            this.out = new StringBuilder(raw.length());
        }

        Ansi read() {
            int i = 0;
            while (i < raw.length()) {
                char c = raw.charAt(i);
                if (c == ESC || c == CSI) {
                    i = sequence(i);
                } else {
                    put(c);
                    i++;
                }
            }
            turn("");
            return new Ansi(out.toString(), List.copyOf(spans));
        }

        private void put(char c) {
            if (!special(c)) {
                out.append(c);
            } else if (shown(c)) {
                out.append('⟨').append(String.format("U+%04X", (int) c)).append('⟩');
            } else if (c < ' ' && c != '\b') {
                out.append((char) (0x2400 + c)); // its picture
            }
        }

        /** @return where it ends */
        private int sequence(int at) {
            boolean whole = raw.charAt(at) == CSI;
            if (!whole && at + 1 >= raw.length()) {
                return at + 1;
            }
            char kind = whole ? '[' : raw.charAt(at + 1);
            int from = at + (whole ? 1 : 2);
            return switch (kind) {
                case '[' -> control(from);
                case ']', 'P', 'X', '^', '_' -> string(from);
                case '(', ')', '*', '+', '-', '.', '/', '#', '%' -> Math.min(raw.length(), from + 1);
                default -> from;
            };
        }

        private int control(int from) {
            int i = from;
            while (i < raw.length() && raw.charAt(i) >= 0x20 && raw.charAt(i) < 0x40) {
                i++;
            }
            if (i < raw.length() && raw.charAt(i) == 'm') {
                pen.apply(raw.substring(from, i));
                turn(pen.style());
            }
            return Math.min(raw.length(), i + 1);
        }

        /** OSC, DCS and their like end with BEL or ST; without an end nothing of it is text. */
        private int string(int from) {
            for (int i = from; i < raw.length(); i++) {
                char c = raw.charAt(i);
                if (c == 0x07 || c == 0x9c) {
                    return i + 1;
                }
                if (c == ESC && i + 1 < raw.length() && raw.charAt(i + 1) == '\\') {
                    return i + 2;
                }
            }
            return raw.length();
        }

        private void turn(String now) {
            if (!style.isEmpty() && out.length() > since && !now.equals(style)) {
                spans.add(new Span(since, out.length(), style));
            }
            if (!now.equals(style)) {
                since = out.length();
                style = now;
            }
        }
    }

    /** What SGR has set so far. */
    private static final class Pen {
        private boolean bold;
        private boolean dim;
        private boolean italic;
        private boolean underline;
        private int front = -1;
        private int back = -1;

        void apply(String parameters) {
            String[] codes = parameters.isEmpty() ? new String[] {"0"} : parameters.split("[;:]", 64);
            for (int i = 0; i < codes.length; i++) {
                int code = number(codes[i]);
                if (code == 38 || code == 48) {
                    int kind = i + 1 < codes.length ? number(codes[i + 1]) : 0;
                    int colour = kind == 5 && i + 2 < codes.length ? indexed(number(codes[i + 2]))
                            : kind == 2 && i + 4 < codes.length ? nearest(number(codes[i + 2]), number(codes[i + 3]), number(codes[i + 4])) : -1;
                    i += kind == 5 ? 2 : kind == 2 ? 4 : 0;
                    set(code == 38, colour);
                } else {
                    one(code);
                }
            }
        }

        private void one(int code) {
            switch (code) {
                case 0 -> {
                    bold = dim = italic = underline = false;
                    front = back = -1;
                }
                case 1 -> bold = true;
                case 2 -> dim = true;
                case 3 -> italic = true;
                case 4 -> underline = true;
                case 22 -> bold = dim = false;
                case 23 -> italic = false;
                case 24 -> underline = false;
                case 39 -> front = -1;
                case 49 -> back = -1;
                default -> colour(code);
            }
        }

        private void colour(int code) {
            if (code >= 30 && code <= 37 || code >= 90 && code <= 97) {
                front = code % 10 + (code >= 90 ? 8 : 0);
            } else if (code >= 40 && code <= 47 || code >= 100 && code <= 107) {
                back = code % 10 + (code >= 100 ? 8 : 0);
            }
        }

        private void set(boolean ink, int colour) {
            if (ink) {
                front = colour;
            } else {
                back = colour;
            }
        }

        private static int number(String text) {
            int value = 0;
            for (int i = 0; i < text.length() && i < 4; i++) {
                value = value * 10 + Character.digit(text.charAt(i), 10);
            }
            return Math.max(0, value);
        }

        private static int indexed(int index) {
            if (index < 16) {
                return index;
            }
            if (index >= 232) {
                int grey = 8 + (index - 232) * 10;
                return nearest(grey, grey, grey);
            }
            int cube = index - 16;
            return nearest(cube / 36 * 51, cube / 6 % 6 * 51, cube % 6 * 51);
        }

        /** One of the sixteen: they have contrast in every theme. */
        private static int nearest(int red, int green, int blue) {
            int top = Math.max(red, Math.max(green, blue));
            if (top < 48) {
                return 0;
            }
            int half = top / 2;
            int index = (red > half ? 1 : 0) | (green > half ? 2 : 0) | (blue > half ? 4 : 0);
            return top > 180 ? index + 8 : index;
        }

        String style() {
            var words = new StringBuilder();
            add(words, bold, "bold");
            add(words, dim, "dim");
            add(words, italic, "italic");
            add(words, underline, "underline");
            add(words, front >= 0, "f" + front);
            add(words, back >= 0, "b" + back);
            return words.toString();
        }

        private static void add(StringBuilder words, boolean set, String word) {
            if (set) {
                words.append(words.isEmpty() ? "" : " ").append(word);
            }
        }
    }
}
