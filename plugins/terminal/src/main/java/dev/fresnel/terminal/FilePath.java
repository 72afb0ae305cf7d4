package dev.fresnel.terminal;

import dev.fresnel.api.plugin.Problem;
import java.util.Map;

/**
 * A place in a container's file system that a person named.
 *
 * @param folder where it lies; {@code /} or a path
 * @param name its last part
 */
record FilePath(String folder, String name) {
    private static final int LONGEST = 4096;

    /** @throws Problem INVALID when it is none */
    static FilePath of(String path) {
        String plain = path.length() > 1 ? path.replaceAll("/+$", "") : path;
        int slash = plain.lastIndexOf('/');
        String name = plain.substring(slash + 1);
        checkName(name);
        if (path.length() > LONGEST || path.indexOf('\0') >= 0) {
            throw invalid(path);
        }
        return new FilePath(slash < 0 ? "." : slash == 0 ? "/" : plain.substring(0, slash), name);
    }

    /** @throws Problem INVALID when it is more, or less, than the name of one file */
    static void checkName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.length() > 255 || name.chars().anyMatch(c -> c == '/' || c < ' ')) {
            throw invalid(name);
        }
    }

    /** The name of a file, or its path below a folder that is copied as a whole. @throws Problem INVALID */
    static void checkBelow(String path) {
        if (path.length() > LONGEST) {
            throw invalid(path);
        }
        for (String part : path.split("/", -1)) {
            checkName(part);
        }
    }

    private static Problem invalid(String path) {
        String shown = path.substring(0, Math.min(100, path.length())).replaceAll("\\p{Cntrl}", "?");
        return new Problem(Problem.Kind.INVALID, "TERMINAL_PATH_INVALID", "“" + shown + "” is no path of a file or folder.", Map.of("path", shown), null);
    }
}
