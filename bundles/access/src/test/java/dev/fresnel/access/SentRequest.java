package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request made by hand, below the base path {@code /x}. */
public record SentRequest(
        boolean fromHere, String scheme, String text, String type, Method method, String path, String rawQuery, Principal principal,
        String cookies, String remote) implements RootRequest {
    SentRequest(boolean fromHere, String scheme, String text, String type, Method method, String path, String rawQuery, Principal principal) {
        this(fromHere, scheme, text, type, method, path, rawQuery, principal, "", "127.0.0.1");
    }

    SentRequest with(String itsCookies, String address) {
        return new SentRequest(fromHere, scheme, text, type, method, path, rawQuery, principal, itsCookies, address);
    }

    SentRequest(boolean fromHere, String scheme, String text) {
        this(fromHere, scheme, text, "application/json");
    }

    SentRequest(boolean fromHere, String scheme, String text, String type) {
        this(fromHere, scheme, text, type, Method.POST, "/auth/local", "", Principal.NOBODY);
    }

    public static SentRequest get(String path, String rawQuery) {
        return new SentRequest(true, "http", "", "", Method.GET, path, rawQuery, Principal.NOBODY);
    }

    SentRequest at(String other) {
        return new SentRequest(fromHere, scheme, text, type, method, other, rawQuery, principal, cookies, remote);
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
    public String rawPath() {
        return path();
    }

    @Override
    public String pathParam(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    @Override
    public List<String> queryAll(String name) {
        return Arrays.stream(rawQuery.split("&")).filter(pair -> pair.startsWith(name + "=")).map(pair -> pair.substring(name.length() + 1)).toList();
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
        return query("cluster");
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException();
    }
}
