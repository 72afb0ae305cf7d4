package dev.fresnel.kubernetes.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.Certificates;
import dev.fresnel.kubernetes.FakeApiServer;
import dev.fresnel.kubernetes.upstream.Tunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OidcProviderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Certificates certificate;
    private FakeApiServer provider;

    @BeforeEach
    void start() throws IOException {
        Tunnels.allowPasswords(); // as the registry does first of all

        certificate = Certificates.make(folder, "idp", "RSA", "ip:127.0.0.1");
        provider = FakeApiServer.https(certificate);
        String issuer = "https://127.0.0.1:" + provider.port();
        provider.json("/.well-known/openid-configuration", "{\"token_endpoint\":\"" + issuer + "/token\"}");
        provider.json("/token", "{\"id_token\":\"" + jwt(3600) + "\",\"refresh_token\":\"second-refresh\"}");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private static String jwt(long seconds) {
        String claims = "{\"exp\":" + Instant.now().plusSeconds(seconds).getEpochSecond() + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".sig";
    }

    private Map<String, String> config(String idToken, String refreshToken) {
        var config = new LinkedHashMap<String, String>();
        config.put("idp-issuer-url", "https://127.0.0.1:" + provider.port());
        config.put("idp-certificate-authority-data", Certificates.base64(certificate.certificate()));
        config.put("client-id", "kubernetes");
        config.put("client-secret", "s");
        config.put("id-token", idToken);
        config.put("refresh-token", refreshToken);
        return config;
    }

    @Test
    void validTokenIsUsedWithoutAskingAnybody() {
        String token = jwt(600);
        var oidc = new OidcProvider(config(token, "first-refresh"), null, Clock.systemUTC());
        assertThat(oidc.proof(LIMIT)).isEqualTo(Proof.bearer(token));
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void endedTokenIsRenewedAndKeptWhereKubectlFindsIt() throws IOException {
        String old = jwt(-5);
        Path file = Files.writeString(folder.resolve("config"), "# mine\nid-token: " + old + "\nrefresh-token: first-refresh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var oidc = new OidcProvider(config(old, "first-refresh"), file, Clock.systemUTC());

        String authorization = oidc.proof(LIMIT).authorization();

        assertThat(authorization).startsWith("Bearer e30.").isNotEqualTo("Bearer " + old);
        assertThat(provider.last().body()).contains("grant_type=refresh_token", "refresh_token=first-refresh", "client_id=kubernetes");
        assertThat(Files.readString(file))
                .isEqualTo("# mine\nid-token: " + authorization.substring(7) + "\nrefresh-token: second-refresh\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(oidc.proof(LIMIT).authorization()).isEqualTo(authorization);
    }

    @Test
    void refusedTokenIsRenewedThoughItSeemsValid() {
        var oidc = new OidcProvider(config(jwt(600), "first-refresh"), null, Clock.systemUTC());
        Proof first = oidc.proof(LIMIT);
        assertThat(oidc.refused(first)).isTrue();
        assertThat(oidc.proof(LIMIT)).isNotEqualTo(first);
    }

    @Test
    void withoutRefreshTokenOnePersonHasToSignInAgain() {
        var oidc = new OidcProvider(config(jwt(-5), ""), null, Clock.systemUTC());
        assertThatThrownBy(() -> oidc.proof(LIMIT))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.text()).contains("sign in again"));
    }

    @Test
    void refusalOfTheProviderIsNotHiddenByTheOldToken() {
        provider.on("/token", exchange -> FakeApiServer.reply(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}"));
        var oidc = new OidcProvider(config(jwt(-5), "first-refresh"), null, Clock.systemUTC());
        assertThatThrownBy(() -> oidc.proof(LIMIT))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.text()).contains("could not be renewed"));
    }
}
