package dev.fresnel.launcher;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Opens a page in the person's browser by the system's own command. */
final class Browser {
    private Browser() {}

    static void open(URI page) {
        try {
            new ProcessBuilder(command(page)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            LoggerFactory.getLogger(Browser.class).warn("No browser could be opened: {}", e.getMessage());
        }
    }

    private static List<String> command(URI page) {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return List.of("open", page.toString());
        }
        return system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
                : List.of("xdg-open", page.toString());
    }
}
