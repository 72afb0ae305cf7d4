package dev.fresnel.catalog.index.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server on loopback whose answers a test decides. */
final class Shop implements AutoCloseable {
    /** What was asked. */
    record Asked(String method, String path, Headers headers) {
        String header(String name) {
            String value = headers.getFirst(name);
            return value == null ? "" : value;
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
                handlers.getOrDefault(exchange.getRequestURI().getPath(), one -> one.sendResponseHeaders(404, -1)).handle(exchange);
            }
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    long asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).count();
    }

    Shop on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** With ETag and ranges, as web servers have them. */
    Shop serve(String path, byte[] bytes) {
        String etag = "\"" + Integer.toHexString(java.util.Arrays.hashCode(bytes)) + "\"";
        return on(path, exchange -> {
            exchange.getResponseHeaders().add("ETag", etag);
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else if (range != null && etag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
                int from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
                exchange.sendResponseHeaders(206, bytes.length - from);
                exchange.getResponseBody().write(bytes, from, bytes.length - from);
            } else {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    Shop redirect(String path, String to) {
        return on(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
