package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.view.View;
import dev.fresnel.http.edge.Paths;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the plugin sees it: its own path, and nothing of who asks.
 *
 * @param tokens whether it sees bearer tokens: only a plugin that brings a cluster does, whose API server it plays
 */
record PluginRequest(Exchange exchange, String rawPath, Map<String, String> values, boolean tokens) implements Request {
    private static final String TOKEN = "authorization";

    @Override
    public Method method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return Paths.decode(rawPath);
    }

    @Override
    public String rawQuery() {
        return exchange.rawQuery();
    }

    @Override
    public String pathParam(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return exchange.query(name);
    }

    @Override
    public List<String> queryAll(String name) {
        return exchange.queryAll(name);
    }

    @Override
    public Optional<String> header(String name) {
        return name.equalsIgnoreCase(TOKEN) ? token() : exchange.header(name);
    }

    private Optional<String> token() {
        return Optional.of(exchange.credential(TOKEN)).filter(token -> tokens && !token.isEmpty());
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = exchange.headers();
        token().ifPresent(token -> headers.put(TOKEN, List.of(token)));
        return headers;
    }

    @Override
    public InputStream body() {
        return exchange.body();
    }

    @Override
    public Optional<String> cluster() {
        return exchange.cluster();
    }

    @Override
    public View view() {
        return exchange.view();
    }
}
