package dev.fresnel.terminal;

import static dev.fresnel.api.http.Method.GET;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Settings;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.Program;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * GET /api/v1/plugins/terminal/download?cluster=ID&namespace=&pod=&container=&path=: a file as it is, a folder as a tar archive of what
 * passes {@link TarGate}. With {@code &check=1} only what it would be.
 */
@Component
@Route(method = GET, path = "/download")
public final class DownloadEndpoint implements Endpoint {
    private static final long MEGABYTE = 1 << 20;

    private final Streams streams;
    private final Settings settings;

    @Activate
    public DownloadEndpoint(@Reference Streams streams, @Reference Settings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        View view = request.view();
        FilePath path = FilePath.of(needed(request, "path"));
        var pod = new ObjectRef(view.cluster(), Kind.POD, needed(request, "namespace"), needed(request, "pod"));
        var command = List.of("tar", "cf", "-", "-C", path.folder(), "./" + path.name());
        Program tar = streams.run(view, new RunWanted(pod, request.query("container").orElse(""), command, false, false, 0, 0));
        try {
            var gate = new TarGate(tar.output(), path.name(), settings.get(TerminalSettings.class).fileMegabytes() * MEGABYTE);
            Optional<TarGate.Entry> first = gate.next();
            if (first.isEmpty()) {
                throw nothing(tar, path, gate);
            }
            boolean one = !first.get().folder();
            if (request.query("check").isPresent()) {
                tar.close();
                return Response.json(Map.of("name", path.name(), "folder", !one, "size", first.get().size()));
            }
            Response answer = Response.stream("application/octet-stream", out -> {
                        try (tar) {
                            if (one) {
                                copy(gate, first.get(), out);
                            } else {
                                archive(gate, first.get(), new TarWriter(out), out);
                            }
                        } catch (Problem problem) {
                            throw new IOException(problem.text(), problem);
                        }
                    })
                    .withHeader("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(path.name() + (one ? "" : ".tar")))
                    .withHeader("Cache-Control", "no-store");
            // by its length a browser shows how much is still to come, and knows a file that broke off
            return one ? answer.withHeader("Content-Length", String.valueOf(first.get().size())) : answer;
        } catch (RuntimeException | IOException | InterruptedException e) {
            tar.close();
            throw e;
        }
    }

    private static String needed(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "TERMINAL_INVALID", name + " is missing.", Map.of("name", name), null));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Why no archive came. */
    private static Problem nothing(Program tar, FilePath path, TarGate gate) throws InterruptedException {
        Optional<Exit> exit = tar.await(Duration.ofSeconds(5));
        String said = (tar.errors() + " " + exit.map(Exit::text).orElse("")).strip();
        if (!gate.leftOut().isEmpty()) {
            return new Problem(Problem.Kind.INVALID, "TERMINAL_NO_FILE", path.name() + " is neither a file nor a folder.", Map.of("name", path.name()), null);
        }
        boolean noTar = exit.filter(how -> how.code() == 126 || how.code() == 127).isPresent() || said.matches("(?is).*(executable file|no such file or directory.*exec|exec.*tar).*");
        return noTar
                ? new Problem(Problem.Kind.CONFLICT, "TERMINAL_NO_TAR", "There is no tar in this container, which copying files needs: debug it with a container that has one.")
                : new Problem(Problem.Kind.MISSING, "TERMINAL_NO_FILE", said.isEmpty() ? "There is no " + path.name() + "." : said, Map.of("name", path.name()), null);
    }

    private static void copy(TarGate gate, TarGate.Entry entry, OutputStream out) throws IOException {
        byte[] buffer = new byte[32 << 10];
        for (long left = entry.size(); left > 0; ) {
            int length = gate.read(buffer, left);
            out.write(buffer, 0, length);
            left -= length;
        }
        out.flush();
    }

    private static void archive(TarGate gate, TarGate.Entry first, TarWriter writer, OutputStream out) throws IOException {
        for (Optional<TarGate.Entry> next = Optional.of(first); next.isPresent(); next = gate.next()) {
            TarGate.Entry entry = next.get();
            if (entry.folder()) {
                writer.folder(entry.path(), entry.mode(), entry.seconds());
            } else {
                writer.file(entry.path(), entry.size(), entry.mode(), entry.seconds());
                copy(gate, entry, out);
                writer.pad(entry.size());
            }
        }
        if (!gate.leftOut().isEmpty()) {
            byte[] list = ("Left out, for they are no regular files:\n" + String.join("\n", gate.leftOut()) + "\n").getBytes(StandardCharsets.UTF_8);
            writer.file(first.path() + "/.fresnel-left-out.txt", list.length, 0644, first.seconds());
            out.write(list);
            writer.pad(list.length);
        }
        writer.end();
    }
}
