package dev.fresnel.logs.line;

/** Finds the level in a line: JSON, logfmt, klog, and words of plain text. Looks at bytes, once, and only at the beginning of long lines. */
public final class Levels {
    /** Nobody writes the level after that. */
    private static final int FAR = 512;
    private static final int HEAD = 160;

    private static final byte[][] KEYS = {bytes("level"), bytes("lvl"), bytes("severity"), bytes("loglevel"), bytes("log.level"), bytes("@level"), bytes("s")};

    private Levels() {}

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Whether it goes on with what the line before it began: a stack trace, an indented block. */
    public static boolean continues(byte[] line) {
        return line.length > 0 && (line[0] == ' ' || line[0] == '\t') || starts(line, "Caused by:") || starts(line, "Traceback (most");
    }

    private static boolean starts(byte[] line, String word) {
        if (line.length < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@link Level#NONE} when it does not say. */
    public static Level of(byte[] line) {
        int begin = skipEscapes(line, 0);
        if (begin < line.length && line[begin] == '{') {
            return named(line, begin, true);
        }
        Level klog = klog(line, begin);
        if (klog != Level.NONE) {
            return klog;
        }
        Level logfmt = named(line, begin, false);
        return logfmt != Level.NONE ? logfmt : words(line, begin);
    }

    private static int skipEscapes(byte[] line, int from) {
        int i = from;
        while (i < line.length && (line[i] == 0x1b || line[i] == ' ')) {
            if (line[i++] == 0x1b) {
                while (i < line.length && line[i - 1] != 'm' && i - from < 32) {
                    i++;
                }
            }
        }
        return i;
    }

    /** {@code I0102 15:04:05.678901 …}: github.com/kubernetes/klog. */
    private static Level klog(byte[] line, int at) {
        if (line.length < at + 6 || line[at + 5] != ' ') {
            return Level.NONE;
        }
        for (int i = 1; i <= 4; i++) {
            if (line[at + i] < '0' || line[at + i] > '9') {
                return Level.NONE;
            }
        }
        return switch (line[at]) {
            case 'I' -> Level.INFO;
            case 'W' -> Level.WARN;
            case 'E', 'F' -> Level.ERROR;
            case 'D' -> Level.DEBUG;
            default -> Level.NONE;
        };
    }

    /** {@code "level":"error"}, {@code "level":50} (pino), {@code level=error}. */
    private static Level named(byte[] line, int begin, boolean json) {
        int end = Math.min(line.length, json ? FAR * 4 : FAR);
        for (int i = begin; i < end; i++) {
            byte c = line[i];
            if (json ? c == '"' : c == '=') {
                for (byte[] key : KEYS) {
                    int value = json ? afterJsonKey(line, i, end, key) : afterKey(line, i, begin, key);
                    if (value >= 0) {
                        Level level = value(line, value, end);
                        if (level != Level.NONE) {
                            return level;
                        }
                    }
                }
            }
        }
        return Level.NONE;
    }

    private static int afterJsonKey(byte[] line, int quote, int end, byte[] key) {
        int i = quote + 1 + key.length;
        if (i >= end || line[i] != '"' || !same(line, quote + 1, key)) {
            return -1;
        }
        do {
            i++;
        } while (i < end && (line[i] == ' ' || line[i] == ':'));
        return i;
    }

    private static int afterKey(byte[] line, int equals, int begin, byte[] key) {
        int from = equals - key.length;
        boolean whole = from == begin || from > begin && (line[from - 1] == ' ' || line[from - 1] == '\t' || line[from - 1] == ',');
        return from >= begin && whole && same(line, from, key) ? equals + 1 : -1;
    }

    private static boolean same(byte[] line, int from, byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if ((line[from + i] | 0x20) != (key[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static Level value(byte[] line, int from, int end) {
        int i = from < end && line[from] == '"' ? from + 1 : from;
        if (i < end && line[i] >= '1' && line[i] <= '6' && i + 2 <= end && i + 1 < end && line[i + 1] == '0') {
            return switch (line[i]) { // pino and bunyan count in tens
                case '1', '2' -> Level.DEBUG;
                case '3' -> Level.INFO;
                case '4' -> Level.WARN;
                default -> Level.ERROR;
            };
        }
        return word(line, i, end);
    }

    private static Level word(byte[] line, int from, int end) {
        int stop = from;
        while (stop < end && stop - from < 12 && letter(line[stop])) {
            stop++;
        }
        return of(line, from, stop - from);
    }

    private static boolean letter(byte c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private static Level of(byte[] line, int from, int length) {
        if (length < 1 || length > 11) {
            return Level.NONE;
        }
        return switch (new String(line, from, length, java.nio.charset.StandardCharsets.US_ASCII).toLowerCase(java.util.Locale.ROOT)) {
            case "e", "f", "error", "err", "fatal", "panic", "critical", "crit", "severe", "emerg", "emergency", "alert", "dpanic", "fail", "ftl", "pnc" -> Level.ERROR;
            case "w", "warn", "warning", "wrn" -> Level.WARN;
            case "i", "info", "notice", "information", "informational", "log", "inf" -> Level.INFO;
            case "d", "debug", "dbg", "dbug", "trace", "trc", "trce", "verbose", "vrb", "fine", "finer", "finest", "config" -> Level.DEBUG;
            default -> Level.NONE;
        };
    }

    /** In plain text a level is a word in capitals, or one in brackets or between tabs, or the first word with a colon. */
    private static Level words(byte[] line, int begin) {
        int end = Math.min(line.length, begin + HEAD);
        int fresh = begin; // where a word may begin whatever stands before it
        for (int i = begin; i < end; i++) {
            if (line[i] == 0x1b) {
                fresh = pastEscapes(line, i);
                i = fresh - 1;
            } else if (letter(line[i]) && (i == fresh || !letter(line[i - 1]) && line[i - 1] != '_' && line[i - 1] != '-')) {
                int stop = i;
                while (stop < line.length && letter(line[stop])) {
                    stop++;
                }
                if (stop - i >= 3 && stop - i <= 9 && says(line, begin, i, stop)) {
                    Level level = of(line, i, stop - i);
                    if (level != Level.NONE) {
                        return level;
                    }
                }
                i = stop - 1;
            }
        }
        return Level.NONE;
    }

    private static int pastEscapes(byte[] line, int from) {
        int i = from;
        while (i < line.length && line[i] == 0x1b) {
            while (i < line.length && line[i] != 'm') {
                i++;
            }
            i++;
        }
        return Math.min(i, line.length);
    }

    private static boolean says(byte[] line, int begin, int from, int stop) {
        boolean capitals = true;
        for (int i = from; i < stop && capitals; i++) {
            capitals = line[i] <= 'Z';
        }
        int next = pastEscapes(line, stop);
        byte after = next < line.length ? line[next] : (byte) 32;
        boolean ended = after != '_' && after != '-' && after != '=' && after != '/' && after != '.';
        boolean bracketed = from > begin && (line[from - 1] == '[' && after == ']' || line[from - 1] == '<' && after == '>');
        boolean tabbed = from > begin && line[from - 1] == '\t' && after == '\t';
        return capitals && ended || bracketed || tabbed || from == begin && after == ':';
    }
}
