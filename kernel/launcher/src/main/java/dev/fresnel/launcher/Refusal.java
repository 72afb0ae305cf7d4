package dev.fresnel.launcher;

/** Why Fresnel does not start, in one line for the person who started it; exit code 2. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String line) {
        super(line.replaceAll("\\s*\\R\\s*", " "));
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
