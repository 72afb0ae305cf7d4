package dev.fresnel.logs.line;

/** How bad a line is. */
public enum Level {
    /** The line does not say. */
    NONE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    /** No line of a container: what happened to its source, as a JSON object. */
    NOTE;

    private static final Level[] ALL = values();

    public static Level of(int ordinal) {
        return ALL[ordinal];
    }
}
