package dev.fresnel.e2e;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A server answers before its plugins serve: what a test asks of them would be refused in the first moments. */
public final class StartedPlugins {
    private StartedPlugins() {}

    /**
     * Waits until every plugin of the folder that the server was started with serves, as its own log tells.
     *
     * @param flags what it was started with
     */
    public static void await(Path log, List<String> flags) {
        for (Path jar : jars(flags)) {
            var arrived = Pattern.compile("epoch \\d+: .*\\b" + Pattern.quote(Layout.pluginId(jar)) + " \\d");
            Await.until("the plugin " + jar.getFileName() + " serves", () -> arrived.matcher(Files.readString(log)).find());
        }
    }

    private static List<Path> jars(List<String> flags) {
        int own = flags.indexOf("--plugins-dir");
        if (own < 0) {
            return Layout.desktop().plugins();
        }
        try (var files = Files.list(Path.of(flags.get(own + 1)))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
