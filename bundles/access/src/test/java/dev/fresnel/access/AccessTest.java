package dev.fresnel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final String SIGNED = "{\"alg\":\"RS256\"}";

    private static Principal here(House house, String cookie, String authorization) {
        return house.access.authenticate(new SentRequest(true, "http", ""), cookie, authorization);
    }

    @ParameterizedTest
    @EnumSource(LocalAccess.class)
    void aTokenIsItsOwnPrincipalThroughEveryDoor(LocalAccess local) {
        var house = new House(local);
        house.servers.users.put("first one", "ann");
        house.servers.users.put("first two", "ann");
        var one = here(house, "", "Bearer one");
        assertThat(one.door()).isEqualTo(Principal.Door.BEARER);
        assertThat(one.token()).hasValue("one");
        assertThat(one.name()).isEqualTo("ann");
        assertThat(one).isEqualTo(here(house, "fresnel=x", "bearer one"));
        assertThat(one.key()).as("another token, another credential").isNotEqualTo(here(house, "", "Bearer two").key());
        assertThat(one.toString() + one.key() + one.name()).doesNotContain("one");
        var another = new House(local);
        another.servers.users.put("first one", "ann");
        assertThat(one.key()).as("another run, another key").isNotEqualTo(here(another, "", "Bearer one").key());
    }

    /** Check 1: nobody is asked about what no cluster would take. */
    @Test
    void whatNoClusterWouldTakeIsRefusedWithoutAsking() {
        var house = new House(LocalAccess.OPEN);
        for (String header : new String[] {
            "Bearer", "Bearer ", "Basic YTpi", "good", "Bearer a b", "Bearer " + "x".repeat(20_000),
            "Bearer " + Jwts.jwt("{\"alg\":\"none\"}", "{}", ""), "Bearer " + Jwts.jwt("{\"alg\":\"None\"}", "{}", "x"),
            "Bearer " + Jwts.jwt("{\"alg\":\"HS256\"}", "{}", "x"), "Bearer " + Jwts.jwt(SIGNED, "{}", ""),
            "Bearer " + Jwts.jwt(SIGNED, "{\"exp\":" + (House.NOW.getEpochSecond() - 61) + "}", "x"), "Bearer fresnel:guess"
        }) {
            assertThatThrownBy(() -> here(house, "", header)).as(header)
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
        }
        assertThat(house.servers.calls).hasValue(0);
        String late = Jwts.jwt(SIGNED, "{\"exp\":" + (House.NOW.getEpochSecond() - 59) + "}", "x");
        house.servers.users.put("first " + late, "ann");
        assertThat(here(house, "", "Bearer " + late).door()).as("clocks may differ").isEqualTo(Principal.Door.BEARER);
    }

    @Test
    void aTokenThatNoClusterKnowsIsRefusedAndSoonWithoutAsking() {
        var house = new House(LocalAccess.KEY);
        for (int time = 0; time < 3; time++) {
            assertThatThrownBy(() -> here(house, "", "Bearer nothing")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
        }
        assertThat(house.servers.calls).hasValue(1);
        for (int guess = 0; guess < 200; guess++) {
            int number = guess;
            assertThatThrownBy(() -> here(house, "", "Bearer guess" + number)).isInstanceOf(Problem.class);
        }
        assertThat(house.servers.calls.get()).as("a flood of guesses does not reach the API server").isLessThanOrEqualTo(61);
        house.servers.users.put("first good", "ann");
        assertThatThrownBy(() -> here(house, "", "Bearer good")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.LIMITED));
    }

    @Test
    void theNamedClusterIsAskedAndNoOther() {
        var house = new House(LocalAccess.KEY);
        house.servers.users.put("second theirs", "ann");
        var request = new SentRequest(true, "http", "", "", dev.fresnel.api.http.Method.GET, "/api/v1/me", "cluster=second", Principal.NOBODY);
        assertThat(house.access.authenticate(request, "", "Bearer theirs").name()).isEqualTo("ann");
        assertThat(house.servers.seen).containsExactly("second theirs");
    }

    @Test
    void whatGoesThroughToAClusterIsJudgedThere() {
        var house = new House(LocalAccess.KEY);
        var through = new SentRequest(true, "http", "").at("/k8s/second/api/v1/pods");
        assertThat(house.access.authenticate(through, "", "Bearer unknown").token()).hasValue("unknown");
        assertThat(house.servers.calls).hasValue(0);
    }

    /** Requests that come from ourselves to a cluster that a plugin brings need its token, and ask nobody: they would go round in circles. */
    @Test
    void aPluginsClusterAnswersItsOwnTokenAlone() {
        var house = new House(LocalAccess.KEY);
        house.servers.inside.put("/api/v1/plugins/demo-cluster/k8s/x", "demos");
        var inside = new SentRequest(true, "http", "").at("/api/v1/plugins/demo-cluster/k8s/x/version");
        assertThat(house.access.authenticate(inside, "", "Bearer demos").door()).isEqualTo(Principal.Door.BEARER);
        assertThatThrownBy(() -> house.access.authenticate(inside, "", "Bearer other")).isInstanceOf(Problem.class);
        assertThat(house.servers.calls).hasValue(0);
    }

    @Test
    void withoutLocalKeyWhoIsHereIsLocalAndNobodyElse() {
        var house = new House(LocalAccess.OPEN);
        assertThat(here(house, "", "").door()).isEqualTo(Principal.Door.LOCAL);
        assertThat(here(house, "fresnel-0=old", "").door()).isEqualTo(Principal.Door.LOCAL);
        assertThat(house.access.authenticate(new SentRequest(false, "http", ""), "", "")).isEqualTo(Principal.NOBODY);
    }

    @ParameterizedTest
    @EnumSource(value = LocalAccess.class, names = {"KEY", "CLUSTER"})
    void elsewhereNobodyIsLocal(LocalAccess local) {
        assertThat(here(new House(local), "", "")).isEqualTo(Principal.NOBODY);
    }

    @Test
    void whoBringsNothingMayLookAtTheDemoClusterOfADesktopAndAtNothingElse() {
        for (String path : new String[] {"/k8s/demo", "/k8s/demo/api/v1/pods"}) {
            assertThat(new House(LocalAccess.KEY).access.authenticate(new SentRequest(true, "http", "").at(path), "", "").door()).isEqualTo(Principal.Door.GUEST);
            assertThat(new House(LocalAccess.KEY).access.authenticate(new SentRequest(false, "http", "").at(path), "", "")).isEqualTo(Principal.NOBODY);
            assertThat(new House(LocalAccess.CLUSTER).access.authenticate(new SentRequest(true, "http", "").at(path), "", "")).isEqualTo(Principal.NOBODY);
        }
        for (String path : new String[] {"/k8s/demos/api", "/k8s/first/api", "/api/v1/clusters", "/k8s/Demo/api", "/k8s/dem%6f/api"}) {
            assertThat(new House(LocalAccess.KEY).access.authenticate(new SentRequest(true, "http", "").at(path), "", "")).as(path).isEqualTo(Principal.NOBODY);
        }
    }

    @Test
    void theKeyOpensOneSessionOnce() throws Exception {
        var house = new House(LocalAccess.KEY);
        String key = house.local.fragment().substring("key=".length());
        assertThat(key).hasSize(43);

        assertThatThrownBy(() -> post(house, "http", "guess")).isInstanceOf(Problem.class);
        String cookie = post(house, "http", key).headers().get("Set-Cookie").getFirst();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/x/").doesNotContain("Secure").doesNotContain(key).startsWith("fresnel-");
        assertThat(house.local.fragment()).isEmpty();
        assertThatThrownBy(() -> post(house, "http", key)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> post(house, "http", "")).as("no key is not the key that is no more").isInstanceOf(Problem.class);

        String pair = cookie.substring(0, cookie.indexOf(';'));
        var principal = here(house, "other=1; " + pair, "");
        assertThat(principal.door()).isEqualTo(Principal.Door.COOKIE);
        assertThat(principal.token()).isEmpty();
        assertThat(here(house, pair + "x", "")).isEqualTo(Principal.NOBODY);
        assertThat(here(new House(LocalAccess.KEY), pair, "")).as("another run").isEqualTo(Principal.NOBODY);
    }

    @Test
    void aFreshLinkLetsAnotherBrowserInOnce() throws Exception {
        var house = new House(LocalAccess.KEY);
        post(house, "http", house.local.fragment().substring(4));
        String fresh = house.keys.fresh();
        assertThat(post(house, "http", fresh).status()).isEqualTo(204);
        assertThatThrownBy(() -> post(house, "http", fresh)).isInstanceOf(Problem.class);
        String late = house.keys.fresh();
        house.pass(601);
        assertThatThrownBy(() -> post(house, "http", late)).isInstanceOf(Problem.class);
    }

    @Test
    void overHttpsTheCookieIsBoundToTheHost() throws Exception {
        var house = new House(LocalAccess.KEY);
        String cookie = post(house, "https", house.local.fragment().substring(4)).headers().get("Set-Cookie").getFirst();
        assertThat(cookie).startsWith("__Host-fresnel-").contains("Path=/;", "Secure");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(house.access.authenticate(new SentRequest(true, "https", ""), pair, "").door()).isEqualTo(Principal.Door.COOKIE);
        assertThat(here(house, pair, "")).as("over http that name says nothing").isEqualTo(Principal.NOBODY);
    }

    @Test
    void whereNoKeyIsWantedNoneOpens() {
        for (LocalAccess local : new LocalAccess[] {LocalAccess.OPEN, LocalAccess.CLUSTER}) {
            var house = new House(local);
            assertThat(house.local.fragment()).isEmpty();
            assertThatThrownBy(() -> post(house, "http", house.keys.value())).isInstanceOf(Problem.class);
        }
    }

    @Test
    void theKeyComesAsJsonOnly() {
        var house = new House(LocalAccess.KEY);
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""}) {
            var form = new SentRequest(true, "http", "{\"key\":\"" + house.local.fragment().substring(4) + "\"}", type);
            assertThatThrownBy(() -> house.local.handle(form)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
        }
        assertThat(house.local.fragment()).isNotEmpty();
    }

    @Test
    void instancesHaveCookiesOfTheirOwn() {
        assertThat(Cookies.of("/data 8080")).isEqualTo(Cookies.of("/data 8080")).isNotEqualTo(Cookies.of("/data 8081"));
    }

    @Test
    void settingsChooseTheDoor() {
        assertThat(LocalAccess.of(name -> null)).isEqualTo(LocalAccess.KEY);
        assertThat(LocalAccess.of(Map.of("fresnel.local-key", "false")::get)).isEqualTo(LocalAccess.OPEN);
        assertThat(LocalAccess.of(Map.of("fresnel.local-key", "false", "fresnel.in-cluster", "true")::get)).isEqualTo(LocalAccess.CLUSTER);
    }

    @Test
    void ourOwnTokensNameTheLocalUserUntilTheyEnd() {
        var house = new House(LocalAccess.KEY);
        String token = house.own.give(OwnTokens.Use.KUBECONFIG, java.time.Duration.ofHours(12));
        var principal = here(house, "", "Bearer " + token);
        assertThat(house.user.is(principal)).isTrue();
        assertThat(principal.token()).as("it is never sent to a cluster").isEmpty();
        house.pass(12 * 3600 + 1);
        assertThatThrownBy(() -> here(house, "", "Bearer " + token)).isInstanceOf(Problem.class);
        String other = house.own.give(OwnTokens.Use.KUBECONFIG, java.time.Duration.ofHours(12));
        house.own.revoke(OwnTokens.Use.KUBECONFIG);
        assertThatThrownBy(() -> here(house, "", "Bearer " + other)).isInstanceOf(Problem.class);
        assertThat(house.servers.calls).hasValue(0);
    }

    /** A user who asks too much is slowed down, and nobody else. */
    @Test
    void paceIsCountedPerUser() {
        var house = new House(LocalAccess.KEY, 5);
        house.servers.users.put("first a", "a");
        house.servers.users.put("first b", "b");
        int answered = 0;
        for (int time = 0; time < 100; time++) {
            try {
                here(house, "", "Bearer a");
                answered++;
            } catch (Problem problem) {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.LIMITED);
                assertThat(problem.args()).containsKey("retryAfter");
            }
        }
        assertThat(answered).as("what two seconds allow, and no time passes").isEqualTo(10);
        house.pass(1);
        assertThat(here(house, "", "Bearer a").name()).isEqualTo("a");
        assertThat(here(house, "", "Bearer b").name()).isEqualTo("b");
    }

    private static Response post(House house, String scheme, String key) throws InterruptedException {
        return house.local.handle(new SentRequest(true, scheme, "{\"key\":\"" + key + "\"}"));
    }
}
