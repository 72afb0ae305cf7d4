package dev.fresnel.e2e.oracle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/** Issues tokens that end when the test wants; the API server believes it by its {@code --authentication-config}. */
final class Issuer implements HttpHandler {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final String url;

    Issuer(int port) {
        url = "https://127.0.0.1:" + port;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] text = (exchange.getRequestURI().getPath().equals("/keys")
                ? "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                        .formatted(number(key.getModulus()), number(key.getPublicExponent()))
                : "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"response_types_supported\":[\"id_token\"],\"subject_types_supported\":[\"public\"],\"id_token_signing_alg_values_supported\":[\"RS256\"]}"
                        .formatted(url)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** A token of that user up to that moment. */
    String token(String user, Instant end) {
        String head = part("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "."
                + part("{\"iss\":\"%s\",\"aud\":\"fresnel\",\"sub\":\"%s\",\"exp\":%d}".formatted(url, user, end.getEpochSecond()));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(head.getBytes(StandardCharsets.UTF_8));
            return head + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What tells an API server to believe it. @param folder of the {@link TlsServer} that serves it */
    Path configuration(Path folder) throws IOException, GeneralSecurityException {
        KeyStore store = TlsServer.keys(folder);
        String certificate = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(store.getCertificate("oracle").getEncoded());
        return Files.writeString(folder.resolve("authentication.yaml"), """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                jwt:
                - issuer:
                    url: %s
                    audiences: [fresnel]
                    certificateAuthority: |
                      -----BEGIN CERTIFICATE-----
                      %s
                      -----END CERTIFICATE-----
                  claimMappings:
                    username: {claim: sub, prefix: ""}
                """.formatted(url, certificate.replace("\n", "\n      ")));
    }
}
