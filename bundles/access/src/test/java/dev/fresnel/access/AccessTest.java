package dev.fresnel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.switchboard.BundleCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final JsonCodec CODEC = new BundleCodec();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Access access(Doors doors) {
        return new Access(doors, new Seal(), Cookies.of("/data 8080"), new Tokens(CODEC, InstantSource.fixed(NOW)));
    }

    private static Principal here(Access access, String cookie, String authorization) {
        return access.authenticate(new SentRequest(true, "http", ""), cookie, authorization);
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String jwt(String head, String claims, String signature) {
        return part(head) + "." + part(claims) + "." + signature;
    }

    @ParameterizedTest
    @EnumSource(Doors.class)
    void aTokenIsItsOwnPrincipalThroughEveryDoor(Doors doors) {
        var access = access(doors);
        var one = here(access, "", "Bearer one");
        assertThat(one.door()).isEqualTo(Principal.Door.BEARER);
        assertThat(one.token()).hasValue("one");
        assertThat(one).isEqualTo(here(access, "fresnel=x", "bearer one"));
        assertThat(one.key()).isNotEqualTo(here(access, "", "Bearer two").key());
        assertThat(one.toString() + one.key() + one.name()).doesNotContain("one");
        assertThat(one.key()).as("another run, another key").isNotEqualTo(here(access(doors), "", "Bearer one").key());
    }

    // check 1
    @Test
    void whatNoClusterWouldTakeIsRefused() {
        var access = access(Doors.OPEN);
        String signed = "{\"alg\":\"RS256\"}";
        for (String header : new String[] {
            "Bearer", "Bearer ", "Basic YTpi", "good", "Bearer a b", "Bearer " + "x".repeat(20_000),
            "Bearer " + jwt("{\"alg\":\"none\"}", "{}", ""), "Bearer " + jwt("{\"alg\":\"None\"}", "{}", "x"),
            "Bearer " + jwt("{\"alg\":\"HS256\"}", "{}", "x"), "Bearer " + jwt(signed, "{}", ""),
            "Bearer " + jwt(signed, "{\"exp\":" + (NOW.getEpochSecond() - 61) + "}", "x")
        }) {
            assertThatThrownBy(() -> here(access, "", header)).as(header)
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
        }
        assertThat(here(access, "", "Bearer " + jwt(signed, "{\"exp\":" + (NOW.getEpochSecond() - 59) + "}", "x")).door()).isEqualTo(Principal.Door.BEARER);
        assertThat(here(access, "", "Bearer a.b.c").door()).isEqualTo(Principal.Door.BEARER);
    }

    @Test
    void withoutLocalKeyWhoIsHereIsLocalAndNobodyElse() {
        var access = access(Doors.OPEN);
        assertThat(here(access, "", "").door()).isEqualTo(Principal.Door.LOCAL);
        assertThat(here(access, "fresnel-0=old", "").door()).isEqualTo(Principal.Door.LOCAL);
        assertThat(access.authenticate(new SentRequest(false, "http", ""), "", "")).isEqualTo(Principal.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEY", "CLUSTER"})
    void elsewhereNobodyIsLocal(Doors doors) {
        assertThat(here(access(doors), "", "")).isEqualTo(Principal.NOBODY);
    }

    @Test
    void theKeyOpensOneSessionOnce() {
        var access = access(Doors.KEY);
        var endpoint = new LocalEndpoint(access, CODEC);
        String key = endpoint.fragment().substring("key=".length());
        assertThat(key).hasSize(43);

        assertThatThrownBy(() -> post(endpoint, "http", "guess")).isInstanceOf(Problem.class);
        String cookie = post(endpoint, "http", key).headers().get("Set-Cookie").getFirst();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/x/").doesNotContain("Secure").doesNotContain(key).startsWith("fresnel-");
        assertThat(endpoint.fragment()).isEmpty();
        assertThatThrownBy(() -> post(endpoint, "http", key)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> post(endpoint, "http", "")).as("no key is not the key that is no more").isInstanceOf(Problem.class);

        String pair = cookie.substring(0, cookie.indexOf(';'));
        var principal = here(access, "other=1; " + pair, "");
        assertThat(principal.door()).isEqualTo(Principal.Door.COOKIE);
        assertThat(principal.token()).isEmpty();
        assertThat(here(access, pair + "x", "")).isEqualTo(Principal.NOBODY);
        assertThat(here(access(Doors.KEY), pair, "")).as("another run").isEqualTo(Principal.NOBODY);
    }

    @Test
    void overHttpsTheCookieIsBoundToTheHost() {
        var access = access(Doors.KEY);
        var endpoint = new LocalEndpoint(access, CODEC);
        String cookie = post(endpoint, "https", endpoint.fragment().substring(4)).headers().get("Set-Cookie").getFirst();
        assertThat(cookie).startsWith("__Host-fresnel-").contains("Path=/;", "Secure");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(access.authenticate(new SentRequest(true, "https", ""), pair, "").door()).isEqualTo(Principal.Door.COOKIE);
        assertThat(here(access, pair, "")).as("over http that name says nothing").isEqualTo(Principal.NOBODY);
    }

    @Test
    void whereNoKeyIsWantedNoneOpens() {
        for (Doors doors : new Doors[] {Doors.OPEN, Doors.CLUSTER}) {
            var access = access(doors);
            var endpoint = new LocalEndpoint(access, CODEC);
            assertThat(endpoint.fragment()).isEmpty();
            assertThatThrownBy(() -> post(endpoint, "http", access.localKey().value())).isInstanceOf(Problem.class);
        }
    }

    @Test
    void theKeyComesAsJsonOnly() {
        var endpoint = new LocalEndpoint(access(Doors.KEY), CODEC);
        var form = new SentRequest(true, "http", "{\"key\":\"" + endpoint.fragment().substring(4) + "\"}", "text/plain");
        assertThatThrownBy(() -> endpoint.handle(form)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
        assertThat(endpoint.fragment()).isNotEmpty();
    }

    @Test
    void instancesHaveCookiesOfTheirOwn() {
        assertThat(Cookies.of("/data 8080")).isEqualTo(Cookies.of("/data 8080")).isNotEqualTo(Cookies.of("/data 8081"));
    }

    @Test
    void settingsChooseTheDoor() {
        assertThat(Doors.of(name -> null)).isEqualTo(Doors.KEY);
        assertThat(Doors.of(Map.of("fresnel.local-key", "false")::get)).isEqualTo(Doors.OPEN);
        assertThat(Doors.of(Map.of("fresnel.local-key", "false", "fresnel.in-cluster", "true")::get)).isEqualTo(Doors.CLUSTER);
    }

    private static Response post(LocalEndpoint endpoint, String scheme, String key) {
        return endpoint.handle(new SentRequest(true, scheme, "{\"key\":\"" + key + "\"}"));
    }
}
