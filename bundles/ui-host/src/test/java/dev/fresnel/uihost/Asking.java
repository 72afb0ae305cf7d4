package dev.fresnel.uihost;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request as the HTTP bundle would hand it over. */
record Asking(String path, Map<String, String> params, Map<String, String> headerLines, String basePath, Principal principal)
        implements RootRequest {
    static Asking page(String path, String basePath) {
        return new Asking(path, Map.of(), Map.of(), basePath, Principal.NOBODY);
    }

    static Asking file(Map<String, String> params, boolean gzip) {
        return new Asking("/", params, gzip ? Map.of("accept-encoding", "br, gzip") : Map.of(), "", Principal.NOBODY);
    }

    @Override
    public Method method() {
        return Method.GET;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawQuery() {
        return "";
    }

    @Override
    public String pathParam(String name) {
        return params.get(name);
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(params.get(name));
    }

    @Override
    public List<String> queryAll(String name) {
        return List.of();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headerLines.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
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
    public String scheme() {
        return "http";
    }

    @Override
    public String nonce() {
        return "bm9uY2U=";
    }

    @Override
    public CompletionStage<Void> gone() {
        return new CompletableFuture<>();
    }
}
