package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.http.edge.Paths;
import dev.fresnel.http.edge.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;

/** Writes the answer to one exchange, once. */
final class Outlet {
    /** Whose answer it is: plugins may not touch what protects the page. */
    enum Author {
        PLATFORM,
        PLUGIN
    }

    /** Parts of a page: only documents have permissions, and a page has many of these. */
    private static final List<String> PARTS = List.of("text/javascript", "text/css", "font/");

    private static final int WORTH_PACKING = 1400;
    private static final Pattern PACKABLE = Pattern.compile("text/.*|application/(.*\\+)?(json|javascript|manifest|xml|wasm)|image/svg.*");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
    private static final Set<String> CONNECTION_OWN =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "te", "trailer");
    private static final Set<String> PAGE_OWN = Set.of("content-security-policy", "content-security-policy-report-only", "set-cookie");

    private final Exchange exchange;
    private final org.eclipse.jetty.server.Response out;

    Outlet(Exchange exchange, org.eclipse.jetty.server.Response out) {
        this.exchange = exchange;
        this.out = out;
    }

    boolean committed() {
        return out.isCommitted();
    }

    /** Forgets what was prepared and has not gone out. */
    void reset() {
        out.reset();
    }

    void send(Response answer, JsonCodec codec) throws IOException {
        send(answer, codec, Author.PLATFORM, stream -> {});
    }

    /** @param began gets a streamed body's way out before it is written */
    void send(Response answer, JsonCodec codec, Author author, Consumer<ClientStream> began) throws IOException {
        switch (answer.body()) {
            case Response.Empty empty -> sendWhole(answer, new byte[0], author);
            case Response.Bytes whole -> sendWhole(answer, whole.bytes(), author);
            case Response.Value value -> sendWhole(answer, codec.write(value.value()), author);
            case Response.Stream stream -> sendStream(answer, stream, author, began);
            case Response.Upgrade upgrade -> throw new IllegalArgumentException("Only what asks for a WebSocket of a cluster can have " + upgrade.protocol());
        }
    }

    private void sendWhole(Response answer, byte[] bytes, Author author) throws IOException {
        head(answer, author, bytes);
        if (!exchange.jetty().consumeAvailable()) {
            lastOfConnection(); // the rest of the body is still to come: the next request must not be sent after it
        }
        byte[] body = bytes;
        if (packs(bytes)) {
            body = gzip(bytes);
            out.getHeaders().put("Content-Encoding", "gzip");
        }
        boolean bare = answer.status() == 204 || answer.status() == 304;
        boolean unsaid = exchange.method() == Method.HEAD && out.getHeaders().contains("Content-Length");
        if (!bare && !unsaid) {
            out.getHeaders().put("Content-Length", Integer.toString(body.length));
        }
        boolean head = exchange.method() == Method.HEAD;
        write(bare || head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body));
    }

    private void write(ByteBuffer whole) throws IOException {
        try (var _ = exchange.departure().turn()) {
            Content.Sink.write(out, true, whole);
        }
    }

    private void sendStream(Response answer, Response.Stream stream, Author author, Consumer<ClientStream> began) throws IOException {
        head(answer, author, new byte[0]);
        if (exchange.method() == Method.HEAD) {
            endAtOnce(stream);
            write(ByteBuffer.allocate(0));
            return;
        }
        exchange.departure().streams();
        var way = new ClientStream(out, exchange.departure());
        began.accept(way);
        way.flush(); // a watch may say nothing for a long time, and the client waits for the head
        try {
            stream.writer().write(way);
        } catch (IOException | RuntimeException e) {
            if (!way.ended()) {
                throw e;
            }
        }
        if (way.ended()) {
            Thread.interrupted(); // the closing signal has been heard; the end of the answer still has to go out
        }
        way.close();
    }

    /** HEAD wants no body, but whoever would write it has things to close. */
    private static void endAtOnce(Response.Stream stream) {
        try {
            stream.writer().write(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("HEAD has no body");
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // it has heard
        }
    }

    private void head(Response answer, Author author, byte[] body) {
        if (answer.status() < 200 || answer.status() > 599) {
            throw new IllegalArgumentException("Not a status of a final answer: " + answer.status());
        }
        out.setStatus(answer.status());
        answer.headers().forEach((name, values) -> copy(name, values, author));
        Policy.headers().forEach(out.getHeaders()::put);
        String type = String.valueOf(out.getHeaders().get("Content-Type"));
        if (PARTS.stream().anyMatch(type::startsWith)) {
            out.getHeaders().remove("Permissions-Policy");
        }
        if (!out.getHeaders().contains("Content-Security-Policy")) {
            out.getHeaders().put("Content-Security-Policy", policy(body));
        }
        if (!out.getHeaders().contains("Cache-Control")) {
            out.getHeaders().put("Cache-Control", "no-store");
        }
        if (exchange.departure().listening()) {
            lastOfConnection();
        }
    }

    private void lastOfConnection() {
        if (exchange.jetty().getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            out.getHeaders().put("Connection", "close");
        }
    }

    private String policy(byte[] body) {
        if (Paths.programmatic(exchange.rawPath())) {
            return Policy.nothing();
        }
        boolean html = String.valueOf(out.getHeaders().get("Content-Type")).startsWith("text/html");
        return html ? Policy.page(exchange.nonce(), body) : Policy.file();
    }

    private void copy(String name, List<String> values, Author author) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (CONNECTION_OWN.contains(lower) || author == Author.PLUGIN && PAGE_OWN.contains(lower)) {
            return;
        }
        out.getHeaders().remove(name);
        for (String value : values) {
            String clean = CONTROL.matcher(value).replaceAll(" ");
            out.getHeaders().add(name, lower.equals("location") ? destination(clean) : clean);
        }
    }

    /** Only signing in leads elsewhere, and what opens somebody else's page on its own origin. */
    private String destination(String location) {
        String path = exchange.rawPath();
        return Paths.local(location) || path.startsWith("/auth/") || exchange.leadsToPage(location) ? location : exchange.basePath() + "/";
    }

    private boolean packs(byte[] bytes) {
        var headers = out.getHeaders();
        String type = String.valueOf(headers.get("Content-Type"));
        int end = type.indexOf(';');
        if (headers.contains("Content-Encoding") || !PACKABLE.matcher(end < 0 ? type : type.substring(0, end)).matches()) {
            return false;
        }
        headers.ensureField(new org.eclipse.jetty.http.HttpField("Vary", "Accept-Encoding"));
        return bytes.length >= WORTH_PACKING && out.getStatus() != 206 && acceptsGzip();
    }

    private boolean acceptsGzip() {
        for (String coding : exchange.jetty().getHeaders().getCSV("Accept-Encoding", false)) {
            String[] parts = coding.toLowerCase(Locale.ROOT).split(";");
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream(bytes.length / 3);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
