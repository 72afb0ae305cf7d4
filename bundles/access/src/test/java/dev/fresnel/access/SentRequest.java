package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request made by hand, below the base path {@code /x}. */
record SentRequest(boolean fromHere, String scheme, String text, String type) implements RootRequest {
    SentRequest(boolean fromHere, String scheme, String text) {
        this(fromHere, scheme, text, "application/json");
    }

    @Override
    public Principal principal() {
        return Principal.NOBODY;
    }

    @Override
    public String basePath() {
        return "/x";
    }

    @Override
    public String nonce() {
        return "n";
    }

    @Override
    public CompletionStage<Void> gone() {
        return new CompletableFuture<>();
    }

    @Override
    public Method method() {
        return Method.POST;
    }

    @Override
    public String path() {
        return "/auth/local";
    }

    @Override
    public String rawPath() {
        return path();
    }

    @Override
    public String rawQuery() {
        return "";
    }

    @Override
    public String pathParam(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> queryAll(String name) {
        return List.of();
    }

    @Override
    public Optional<String> header(String name) {
        return name.equalsIgnoreCase("content-type") ? Optional.of(type) : Optional.empty();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of("content-type", List.of(type));
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> cluster() {
        return Optional.empty();
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException();
    }
}
