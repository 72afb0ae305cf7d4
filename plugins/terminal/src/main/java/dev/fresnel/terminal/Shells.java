package dev.fresnel.terminal;

import dev.fresnel.api.stream.Exit;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Finds a shell: the best that there is, asked in an order that needs few questions. */
final class Shells {
    /** Takes the best itself where there is any {@code sh}; the others are for images without one on the path. */
    private static final List<List<String>> UNIX = List.of(
            List.of("sh", "-c", "TERM=xterm-256color; export TERM; for s in bash zsh ash; do command -v $s >/dev/null 2>&1 && exec $s; done; exec sh"),
            List.of("bash"),
            List.of("/bin/bash"),
            List.of("/bin/ash"),
            List.of("/bin/sh"),
            List.of("/busybox/sh"));

    private static final List<List<String>> WINDOWS = List.of(List.of("pwsh.exe"), List.of("powershell.exe"), List.of("cmd.exe"));

    /** What runtimes say of a program that is not there. */
    private static final Pattern MISSING = Pattern.compile(
            "(?i)no such file|not found|executable file|cannot find the (file|path)|oci runtime exec failed|failed to create .*process|unable to start");

    private static final Duration QUICKLY = Duration.ofSeconds(3);

    private Shells() {}

    static List<List<String>> candidates(boolean windows) {
        return windows ? WINDOWS : UNIX;
    }

    /** Whether these first words may be a runtime's, and not a shell's. */
    static boolean complains(String output) {
        return MISSING.matcher(output).find() || "OCI runtime exec failed".startsWith(output.strip());
    }

    /** Whether it was no shell: it ended at once, untouched, with what runtimes say then. */
    static boolean missing(Exit exit, String output, long written, Duration lived) {
        if (written > 0 || lived.compareTo(QUICKLY) > 0) {
            return false;
        }
        boolean silent = output.isEmpty() && exit.code() == 0;
        return silent || exit.code() == 126 || exit.code() == 127 || MISSING.matcher(exit.text()).find() || MISSING.matcher(output).find();
    }
}
