package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request as the web server would hand it over. */
final class FakeRequest implements RootRequest {
    static final Principal LOCAL = new Principal("local", "me", Principal.Door.LOCAL, Optional.empty());

    final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Method method;
    private final String rawPath;
    private final String rawQuery;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String body = "";
    boolean goneAsked;

    FakeRequest(Method method, String target) {
        this.method = method;
        int query = target.indexOf('?');
        this.rawPath = query < 0 ? target : target.substring(0, query);
        this.rawQuery = query < 0 ? "" : target.substring(query + 1);
    }

    FakeRequest header(String name, String... values) {
        headers.put(name, new ArrayList<>(List.of(values)));
        return this;
    }

    FakeRequest body(String text) {
        body = text;
        return this;
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String path() {
        return rawPath;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public String rawQuery() {
        return rawQuery;
    }

    @Override
    public String pathParam(String name) {
        return rawPath.split("/", -1)[switch (name) {
            case "id", "cluster" -> 4;
            case "namespace" -> 6;
            case "kind" -> 7;
            case "target" -> 8;
            default -> 2;
        }];
    }

    @Override
    public Optional<String> query(String name) {
        return rawQuery.startsWith(name + "=") ? Optional.of(rawQuery.substring(name.length() + 1)) : Optional.empty();
    }

    @Override
    public List<String> queryAll(String name) {
        return List.of();
    }

    @Override
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> cluster() {
        return Optional.empty();
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Principal principal() {
        return LOCAL;
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public String nonce() {
        return "n";
    }

    @Override
    public CompletionStage<Void> gone() {
        goneAsked = true;
        return gone;
    }
}
