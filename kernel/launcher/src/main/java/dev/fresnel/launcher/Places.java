package dev.fresnel.launcher;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folders by the XDG Base Directory Specification, and those of the distribution. */
record Places(Map<String, String> environment, Path home) {

    /** The value of an option that depends on where Fresnel stands; {@code ""} when there is none. */
    String standard(Option option) {
        return switch (option) {
            case DATA_DIR -> folder("XDG_DATA_HOME", ".local/share").resolve("fresnel").toString();
            case PLUGINS_DIR -> home.resolve("plugins").toString();
            default -> "";
        };
    }

    Path configFile() {
        return folder("XDG_CONFIG_HOME", ".config").resolve("fresnel/fresnel.yaml");
    }

    private Path folder(String variable, String below) {
        var set = environment.get(variable);
        return absolute(set) ? Path.of(set) : Path.of(System.getProperty("user.home")).resolve(below);
    }

    /** The specification ignores relative paths. */
    private static boolean absolute(@Nullable String path) {
        return path != null && !path.isEmpty() && Path.of(path).isAbsolute();
    }
}
