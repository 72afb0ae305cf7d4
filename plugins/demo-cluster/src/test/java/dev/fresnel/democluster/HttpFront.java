package dev.fresnel.democluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fresnel.democluster.server.DemoRequest;
import dev.fresnel.democluster.server.DemoResponse;
import dev.fresnel.democluster.server.DemoServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts a demo server on a loopback port, for kubectl. */
final class HttpFront implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DemoServer server;

    HttpFront(DemoServer server, int port) throws IOException {
        this.server = server;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            DemoResponse answer = server.handle(new DemoRequest(exchange.getRequestMethod(), uri.getRawPath(),
                    uri.getRawQuery() == null ? "" : uri.getRawQuery(), name -> {
                        var values = exchange.getRequestHeaders().get(name);
                        return values == null ? "" : String.join(",", values);
                    }, exchange.getRequestBody()));
            answer.headers().forEach((name, values) -> values.forEach(value -> exchange.getResponseHeaders().add(name, value)));
            exchange.sendResponseHeaders(answer.status(), 0);
            try (var out = exchange.getResponseBody()) {
                answer.body().writeTo(out);
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        }
    }

    @Override
    public void close() {
        server.close();
        http.stop(0);
        threads.shutdownNow();
    }
}
