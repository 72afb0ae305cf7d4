package dev.fresnel.e2e.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** An API server with very many pods of 4 KB and very large ConfigMaps, made while they are read. */
final class Bulk implements AutoCloseable {
    private static final String COLUMNS = "[{\"name\":\"Name\",\"type\":\"string\",\"priority\":0},{\"name\":\"Status\",\"type\":\"string\",\"priority\":0}]";
    private static final String DISCOVERY = "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"metadata\":{},\"items\":[%s]}";
    private static final String CORE = "{\"metadata\":{},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Current\",\"resources\":[" + served("pods", "Pod") + ","
            + served("configmaps", "ConfigMap") + "]}]}";

    private final HttpServer server;
    private final int pods;
    private final int maps;
    private final int mapBytes;
    private volatile boolean over;

    Bulk(int pods, int maps, int mapBytes) throws IOException {
        this.pods = pods;
        this.maps = maps;
        this.mapBytes = mapBytes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private static String served(String resource, String kind) {
        return "{\"resource\":\"" + resource + "\",\"responseKind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"" + kind + "\"},\"scope\":\"Namespaced\",\"singularResource\":\""
                + kind.toLowerCase(java.util.Locale.ROOT) + "\",\"verbs\":[\"get\",\"list\",\"watch\"]}";
    }

    Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: bulk
                clusters: [{name: bulk, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: owner, user: {token: owner}}]
                contexts: [{name: bulk, context: {cluster: bulk, user: owner}}]
                """.formatted(server.getAddress().getPort()));
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
        } else if (path.equals("/api/v1/pods") || path.equals("/api/v1/configmaps")) {
            boolean ofPods = path.endsWith("pods");
            if (query.contains("watch")) {
                watch(exchange, ofPods);
            } else {
                list(exchange, ofPods, query);
            }
        } else {
            send(exchange, 404, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":404}");
        }
    }

    private static String table(String more, String rows) {
        return "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{" + more + "\"resourceVersion\":\"1000\"},\"columnDefinitions\":" + COLUMNS + ",\"rows\":[" + rows + "]}";
    }

    private static String text(Random random, int length) {
        StringBuilder out = new StringBuilder(length);
        while (out.length() < length) {
            out.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36));
        }
        return out.substring(0, length);
    }

    private String row(boolean ofPods, int number, boolean whole) {
        Random random = new Random(number);
        String name = (ofPods ? "pod-%05d" : "map-%05d").formatted(number);
        String body = !whole ? "" : ofPods
                ? ",\"spec\":{\"nodeName\":\"node-" + number % 100 + "\",\"containers\":[{\"name\":\"main\",\"image\":\"registry.example/app:1\",\"args\":[\"" + text(random, 600) + "\",\"" + "same ".repeat(600)
                        + "\"]}]},\"status\":{\"phase\":\"Running\"}"
                : ",\"data\":{\"file\":\"" + text(random, mapBytes) + "\"}";
        return "{\"cells\":[\"%1$s\",\"Running\"],\"object\":{\"kind\":\"%2$s\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"shop\",\"uid\":\"uid-%1$s\",\"resourceVersion\":\"900\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}%3$s}}"
                .formatted(name, ofPods ? "Pod" : "ConfigMap", body);
    }

    private void list(HttpExchange exchange, boolean ofPods, String query) throws IOException {
        int count = ofPods ? pods : maps;
        int from = number(query, "continue", 0);
        int to = Math.min(count, from + Math.min(ofPods ? 1000 : 10, number(query, "limit", count))); // a server may give fewer than it is asked for
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(row(ofPods, i, query.contains("includeObject=Object")));
        }
        send(exchange, 200, table(to < count ? "\"continue\":\"" + to + "\",\"remainingItemCount\":" + (count - to) + "," : "", String.join(",", rows)));
    }

    private static int number(String query, String name, int otherwise) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Integer.parseInt(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private void watch(HttpExchange exchange, boolean ofPods) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024);
        if (String.valueOf(exchange.getRequestURI().getRawQuery()).contains("sendInitialEvents")) {
            for (int i = 0; i < (ofPods ? pods : maps); i++) {
                out.write(event("ADDED", row(ofPods, i, true)));
            }
            out.write(event("BOOKMARK", "{\"cells\":[],\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1000\","
                    + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}"));
        }
        out.flush();
        while (!over) {
            LockSupport.parkNanos(100_000_000);
            out.write('\n');
            out.flush(); // notices when nobody listens any more
        }
    }

    private static byte[] event(String type, String row) {
        return ("{\"type\":\"" + type + "\",\"object\":" + table("", row) + "}\n").getBytes(StandardCharsets.UTF_8);
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
