package dev.fresnel.testing.plugin;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.view.View;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for an endpoint under test: {@code TestRequest.get("/count").as(view)}. */
public record TestRequest(Method method, String path, View view, Map<String, String> query, Map<String, String> pathParams, String text) implements Request {
    public static TestRequest get(String path) {
        return new TestRequest(Method.GET, path, TestView.of(""), Map.of(), Map.of(), "");
    }

    public static TestRequest post(String path, String json) {
        return new TestRequest(Method.POST, path, TestView.of(""), Map.of(), Map.of(), json);
    }

    public TestRequest as(View other) {
        return new TestRequest(method, path, other, query, pathParams, text);
    }

    public TestRequest with(String name, String value) {
        var more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new TestRequest(method, path, view, more, pathParams, text);
    }

    /** What the route's {@code {name}} stands for. */
    public TestRequest at(String name, String value) {
        var more = new LinkedHashMap<>(pathParams);
        more.put(name, value);
        return new TestRequest(method, path, view, query, more, text);
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawQuery() {
        return String.join("&", query.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
    }

    @Override
    public String pathParam(String name) {
        return Optional.ofNullable(pathParams.get(name)).orElseThrow(() -> new IllegalArgumentException("The route has no {" + name + "}"));
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public List<String> queryAll(String name) {
        return query(name).stream().toList();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> cluster() {
        return Optional.of(view.cluster());
    }
}
