package dev.fresnel.launcher;

/** Why Fresnel does not start, or a command cannot be done, in one line for the person who asked. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Somebody misused it. */
    private static final int MISUSE = 2;

    /** The exit code. */
    final int code;

    Refusal(String line) {
        this(line, MISUSE);
    }

    Refusal(String line, int code) {
        super(line.replaceAll("\\s*\\R\\s*", " "));
        this.code = code;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
