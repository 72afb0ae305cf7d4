package dev.fresnel.access;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.http.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells commands on this machine where the server is, and lets them in as the local user: {@code server.json} in the data folder,
 * which nobody else may read, {@code {"url":"http://127.0.0.1:8080","token":"…","pid":123,"pluginsDir":"/…"}}. Gone when the server is.
 */
@Component(immediate = true, service = {})
public final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final Duration LIFE = Duration.ofDays(36_500);

    private final Path file;
    private final Thread writer;

    @Activate
    public RunningServer(BundleContext context, @Reference LocalUser user, @Reference OwnTokens tokens, @Reference Listener listener, @Reference JsonCodec codec) {
        String data = context.getProperty("fresnel.data-dir");
        this.file = Path.of(data == null ? "." : data, "server.json");
        if (data != null && user.access() != LocalAccess.CLUSTER) {
            var text = Map.of("url", listener.local().toString(), "token", tokens.give(OwnTokens.Use.COMMAND, LIFE), "pid", ProcessHandle.current().pid(), "pluginsDir", plugins(context));
            byte[] bytes = codec.write(text);
            writer = Thread.ofVirtual().name("server-file").start(() -> write(bytes));
        } else {
            writer = Thread.ofVirtual().unstarted(() -> {});
        }
    }

    /** The first of the folders of plugins, which is the one that is written to. */
    private static String plugins(BundleContext context) {
        String folders = context.getProperty("fresnel.plugins-dir");
        return folders == null || folders.isBlank() ? "" : Path.of(folders.split(",")[0].strip()).toAbsolutePath().toString();
    }

    private void write(byte[] text) {
        try {
            SecretFiles.write(file, text);
        } catch (IOException e) {
            LOG.warn("Commands will not find this server, {} cannot be written: {}", file, e.toString());
        }
    }

    @Deactivate
    public void end() throws IOException, InterruptedException {
        writer.join();
        Files.deleteIfExists(file);
    }
}
