package dev.fresnel.catalog.command;

/** The end of a command that did not do what it was asked: one line, and the exit code. */
final class Failure extends RuntimeException {
    static final int NOT_DONE = 1;
    static final int MISUSE = 2;

    private static final long serialVersionUID = 1L;

    private final int code;

    Failure(int code, String line) {
        super(line);
        this.code = code;
    }

    static Failure misuse(String line) {
        return new Failure(MISUSE, line);
    }

    static Failure notDone(String line) {
        return new Failure(NOT_DONE, line);
    }

    int code() {
        return code;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
