package dev.fresnel.e2e.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An API server with a few pods that change as often in a second as is wanted; each change carries the moment at which it was made. */
final class Firehose implements AutoCloseable {
    private static final String COLUMNS = "[{\"name\":\"Name\",\"type\":\"string\",\"priority\":0},{\"name\":\"Status\",\"type\":\"string\",\"priority\":0}]";
    private static final String DISCOVERY = "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"metadata\":{},\"items\":[%s]}";
    private static final String CORE = "{\"metadata\":{},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Current\",\"resources\":[{\"resource\":\"pods\",\"responseKind\":"
            + "{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},\"scope\":\"Namespaced\",\"singularResource\":\"pod\",\"verbs\":[\"get\",\"list\",\"watch\"]}]}]}";

    private final HttpServer server;
    private final int pods;
    private final int rate;
    private final long[] made;
    private final Set<OutputStream> watches = ConcurrentHashMap.newKeySet();
    private final AtomicLong version = new AtomicLong(1000);
    final AtomicLong changes = new AtomicLong();
    private volatile boolean flowing;
    private volatile boolean over;

    Firehose(int pods, int rate) throws IOException {
        this.pods = pods;
        this.rate = rate;
        this.made = new long[pods];
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        Thread.ofPlatform().daemon().name("firehose").start(this::flow);
    }

    Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: firehose
                clusters: [{name: firehose, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: owner, user: {token: owner}}]
                contexts: [{name: firehose, context: {cluster: firehose, user: owner}}]
                """.formatted(server.getAddress().getPort()));
    }

    void flow(boolean now) {
        flowing = now;
    }

    private void flow() {
        long next = System.nanoTime();
        for (int i = 0; !over; i++) {
            if (!flowing) {
                LockSupport.parkNanos(10_000_000);
                next = System.nanoTime();
                continue;
            }
            synchronized (this) {
                int pod = i * 7 % pods;
                made[pod] = System.currentTimeMillis();
                version.incrementAndGet();
                byte[] line = event("MODIFIED", table(row(pod)));
                watches.removeIf(out -> !write(out, line));
            }
            changes.incrementAndGet();
            next += 1_000_000_000L / rate;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private static boolean write(OutputStream out, byte[] line) {
        try {
            out.write(line);
            out.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private String row(int pod) {
        String name = "pod-%03d".formatted(pod);
        return "{\"cells\":[\"%1$s\",\"at %2$d\"],\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"shop\",\"uid\":\"uid-%1$s\",\"resourceVersion\":\"%3$d\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}}}"
                .formatted(name, made[pod], version.get());
    }

    private String table(String row) {
        return "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"" + version.get() + "\"},\"columnDefinitions\":" + COLUMNS + ",\"rows\":[" + row + "]}";
    }

    private static byte[] event(String type, String object) {
        return ("{\"type\":\"" + type + "\",\"object\":" + object + "}\n").getBytes(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        exchange.getRequestBody().readAllBytes();
        if (path.equals("/api") || path.equals("/apis")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
            send(exchange, 200, DISCOVERY.formatted(path.equals("/api") ? CORE : ""));
        } else if (path.endsWith("accessreviews")) {
            send(exchange, 201, "{\"status\":{\"allowed\":true}}");
        } else if (path.endsWith("/selfsubjectreviews")) {
            send(exchange, 201, "{\"status\":{\"userInfo\":{\"username\":\"owner\",\"groups\":[]}}}");
        } else if (path.equals("/version")) {
            send(exchange, 200, "{\"gitVersion\":\"v1.36.1\"}");
        } else if (path.equals("/api/v1/pods") && query.contains("watch")) {
            watch(exchange);
        } else {
            send(exchange, 404, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":404}");
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        synchronized (this) {
            for (int i = 0; i < pods; i++) {
                out.write(event("ADDED", table(row(i))));
            }
            out.write(event("BOOKMARK", table("{\"cells\":[],\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version.get()
                    + "\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}")));
            out.flush();
            watches.add(out);
        }
        while (watches.contains(out) && !over) {
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        over = true;
        server.stop(0);
    }
}
