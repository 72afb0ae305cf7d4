package dev.fresnel.kubernetes.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Gets new tokens from an identity provider (OpenID Connect Core 1.0 §12). */
final class OidcRefresh {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> config;
    private final SSLContext tls;

    /** @param config as in the kubeconfig: {@code idp-issuer-url}, {@code client-id}, {@code client-secret}, {@code refresh-token} */
    OidcRefresh(Map<String, String> config, SSLContext tls) {
        this.config = config;
        this.tls = tls;
    }

    /** What came; the provider may keep the refresh token as it is. */
    record Tokens(String idToken, Optional<String> refreshToken) {}

    /** @throws IOException with words when there are none */
    Tokens fetch() throws IOException, InterruptedException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(LIMIT).sslContext(tls);
        ProxySelector proxies = ProxySelector.getDefault();
        if (proxies != null) {
            builder.proxy(proxies);
        }
        HttpClient client = builder.build();
        try {
            URI endpoint = endpoint(client);
            JsonNode answer = json(client, HttpRequest.newBuilder(endpoint)
                    .timeout(LIMIT)
                    .header("Authorization", basic())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form()))
                    .build());
            String token = answer.path("id_token").asText("");
            if (token.isEmpty()) {
                throw new IOException("it sent no id_token");
            }
            return new Tokens(token, Optional.of(answer.path("refresh_token").asText("")).filter(text -> !text.isEmpty()));
        } finally {
            client.shutdownNow();
        }
    }

    private URI endpoint(HttpClient client) throws IOException, InterruptedException {
        String issuer = config.getOrDefault("idp-issuer-url", "");
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        try {
            URI wellKnown = URI.create(base + ".well-known/openid-configuration");
            String endpoint = json(client, HttpRequest.newBuilder(wellKnown).timeout(LIMIT).build()).path("token_endpoint").asText("");
            if (endpoint.isEmpty()) {
                throw new IOException("it names no token endpoint");
            }
            return URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IOException("its address is no URL", e);
        }
    }

    private static JsonNode json(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("it answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private String basic() {
        String pair = config.getOrDefault("client-id", "") + ":" + config.getOrDefault("client-secret", "");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private String form() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("grant_type", "refresh_token");
        fields.put("refresh_token", config.getOrDefault("refresh-token", ""));
        fields.put("client_id", config.getOrDefault("client-id", ""));
        fields.put("client_secret", config.getOrDefault("client-secret", ""));
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
