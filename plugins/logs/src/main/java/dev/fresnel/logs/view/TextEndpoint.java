package dev.fresnel.logs.view;

import static dev.fresnel.api.http.Method.GET;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.logs.line.Ansi;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.line.Stamp;
import dev.fresnel.logs.source.Sources;
import dev.fresnel.logs.spool.Lines;
import dev.fresnel.logs.spool.Pick;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * GET /api/v1/plugins/logs/text?view=TOKEN: the lines of an open view as text. {@code all=true} leaves its filter aside, {@code times=true} and
 * {@code pods=true} put time and pod in front, {@code plain=true} gives lines as they are shown, without what a terminal would obey, {@code from} and {@code to} are places of rows, {@code file=NAME} makes it a download. The token is
 * known to whoever opened the view.
 */
@Component
@Route(method = GET, path = "/text")
public final class TextEndpoint implements Endpoint {
    private static final int PAGE = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Views views;

    @Activate
    public TextEndpoint(@Reference Views views) {
        this.views = views;
    }

    @Override
    public Response handle(Request request) {
        LogView view = views.find(request.query("view").orElse(""));
        Lines lines = view.lines().orElseThrow(TextEndpoint::gone);
        Pick pick = request.query("all").orElse("").equals("true") ? lines.all() : view.shown().orElseThrow(TextEndpoint::gone);
        var form = new Form(request.query("times").orElse("").equals("true"), request.query("pods").orElse("").equals("true"), request.query("plain").orElse("").equals("true"), names(view));
        Response response = request.query("from").isPresent()
                ? Response.stream("text/plain; charset=utf-8", out -> part(lines, pick, number(request, "from"), number(request, "to"), form, out))
                : Response.stream("text/plain; charset=utf-8", out -> whole(lines, pick, form, out));
        String name = request.query("file").orElse("").replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() ? response : response.withHeader("Content-Disposition", "attachment; filename=\"" + name + ".log\"");
    }

    private static Problem gone() {
        return new Problem(Problem.Kind.MISSING, "LOGS_VIEW_GONE", "This log view is not open any more.");
    }

    private static long number(Request request, String name) {
        try {
            return Long.parseLong(request.query(name).orElse(""));
        } catch (NumberFormatException e) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_ROWS", "'" + name + "' has to be the place of a row.", Map.of("name", name), e);
        }
    }

    private static Map<Integer, byte[]> names(LogView view) {
        var names = new HashMap<Integer, byte[]>();
        for (Sources.Told one : view.sources().map(Sources::told).orElse(java.util.List.of())) {
            names.put(one.i(), (one.pod() + "/" + one.container() + " ").getBytes(StandardCharsets.UTF_8));
        }
        return names;
    }

    private static void whole(Lines lines, Pick pick, Form form, OutputStream to) throws IOException {
        var out = new BufferedOutputStream(to, 64 * 1024);
        try {
            lines.each(pick, line -> form.write(line, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    private static void part(Lines lines, Pick pick, long from, long to, Form form, OutputStream raw) throws IOException {
        var out = new BufferedOutputStream(raw, 64 * 1024);
        try {
            for (long at = from; at < to; at += PAGE) {
                lines.rows(pick, at, (int) Math.min(PAGE, to - at)).forEach(row -> form.write(row.line(), out));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    private record Form(boolean times, boolean pods, boolean plain, Map<Integer, byte[]> names) {
        void write(Line line, OutputStream out) {
            if (line.level() == Level.NOTE) {
                return;
            }
            try {
                if (times) {
                    out.write((TIME.format(Stamp.instant(line.at())) + " ").getBytes(StandardCharsets.US_ASCII));
                }
                if (pods) {
                    out.write(names.getOrDefault(line.source(), new byte[0]));
                }
                out.write(plain ? Ansi.plain(line.string()).getBytes(StandardCharsets.UTF_8) : line.text());
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
