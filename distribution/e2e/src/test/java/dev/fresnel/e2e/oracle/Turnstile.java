package dev.fresnel.e2e.oracle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an API server, counts lists and watches, and can say 429 to all or 410 to every watch that goes on. */
final class Turnstile implements HttpHandler {
    private static final List<String> PASSED = List.of("Accept", "Authorization", "Content-Type", "If-None-Match", "User-Agent");
    private static final String EXPIRED = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version","reason":"Expired","code":410}""";
    private static final String BUSY = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too many requests","reason":"TooManyRequests","code":429}""";

    private final ApiServer server;
    private final HttpClient http;
    private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger mostLists = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    /** Watches that wanted to go on and were told 429. */
    final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
    /** Watches that were told that what they had cannot be gone on with. */
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    /** When each list began. */
    final Queue<Long> begun = new ConcurrentLinkedQueue<>();
    /** What each of them was a list of. */
    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean busy;
    private volatile boolean down;

    Turnstile(ApiServer server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    int watching() {
        return watches.size();
    }

    /** From now on, or no longer, each request is answered with 429. */
    void busy(boolean now) {
        busy = now;
    }

    /** From now on, or no longer, nobody answers. */
    void down(boolean now) {
        down = now;
        if (now) {
            cut();
        } else {
            begun.clear();
            asked.clear();
        }
    }

    /** Every watch ends, and none of them can go on from where it was. */
    void expire(Set<String> paths) {
        mostLists.set(0);
        begun.clear();
        expired.addAll(paths);
        cut();
    }

    /** Every watch ends. */
    void cut() {
        watches.forEach(Turnstile::quietly);
    }

    private static void quietly(InputStream in) {
        try {
            in.close();
        } catch (IOException over) {
            // that was wanted
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : asked.getRawQuery();
        boolean watch = query.contains("watch=1");
        boolean list = query.contains("sendInitialEvents") || !watch && query.contains("includeObject");
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (down) {
            return; // the connection ends without a word
        }
        if (busy) {
            refused.incrementAndGet();
            if (watch && !list) {
                turnedAway.add(asked.getRawPath());
            }
            exchange.getResponseHeaders().add("Retry-After", "1");
            say(exchange, 429, BUSY.getBytes(StandardCharsets.UTF_8));
        } else if (watch && !list && expired.remove(asked.getRawPath())) {
            gone.add(asked.getRawPath());
            say(exchange, 410, EXPIRED.getBytes(StandardCharsets.UTF_8));
        } else {
            pass(exchange, asked.getRawPath() + (query.isEmpty() ? "" : "?" + query), body, watch, list);
        }
    }

    private void pass(HttpExchange exchange, String target, byte[] body, boolean watch, boolean list) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.base().resolve(target));
        PASSED.forEach(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value)));
        request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        boolean[] listing = {list};
        if (list) {
            begun.add(System.nanoTime());
            asked.add(exchange.getRequestURI().getRawPath());
            mostLists.accumulateAndGet(lists.incrementAndGet(), Math::max);
        }
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            answer.headers().firstValue("ETag").ifPresent(tag -> exchange.getResponseHeaders().add("ETag", tag));
            try (InputStream in = answer.body()) {
                if (watch && answer.statusCode() == 200) {
                    stream(exchange, in, listing);
                } else {
                    byte[] whole = in.readAllBytes();
                    over(listing);
                    say(exchange, answer.statusCode(), whole);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            over(listing);
        }
    }

    /** Said before the bytes that end a list are written: whoever has read them may begin the next one. */
    private void over(boolean[] listing) {
        if (listing[0]) {
            listing[0] = false;
            lists.decrementAndGet();
        }
    }

    private void stream(HttpExchange exchange, InputStream in, boolean[] listing) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        String path = exchange.getRequestURI().getRawPath();
        watches.add(in);
        try {
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.contains("k8s.io/initial-events-end")) {
                    over(listing);
                }
                if (line.startsWith("{\"type\":\"ERROR\"") && line.contains("\"code\":410")) {
                    gone.add(path);
                }
                exchange.getResponseBody().write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
                exchange.getResponseBody().flush();
            }
        } finally {
            watches.remove(in);
        }
    }

    private static void say(HttpExchange exchange, int status, byte[] text) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
    }
}
