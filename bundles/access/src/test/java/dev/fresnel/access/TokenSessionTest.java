package dev.fresnel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a token: check 23 whole, what check 24 asks of one server, and check 28. */
class TokenSessionTest {
    private static final String SIGNED = "{\"alg\":\"RS256\"}";

    @TempDir
    Path folder;

    /** A browser's cookies. */
    private static final class Jar {
        final Map<String, String> cookies = new LinkedHashMap<>();

        void take(List<String> lines) {
            for (String line : lines) {
                String pair = line.substring(0, line.indexOf(';'));
                String name = pair.substring(0, pair.indexOf('='));
                if (line.contains("Max-Age=0")) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, pair.substring(name.length() + 1));
                }
            }
        }

        String header() {
            return cookies.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).collect(Collectors.joining("; "));
        }
    }

    private static SentRequest request(String body, String cookies, String address) {
        return new SentRequest(false, "https", body, "application/json", Method.POST, "/auth/token", "", Principal.NOBODY).with(cookies, address);
    }

    private static Jar signIn(House house, String token, Jar jar) throws InterruptedException {
        var answer = house.token.handle(request("{\"token\":\"" + token + "\"}", jar.header(), "192.0.2.1"));
        assertThat(answer.status()).isEqualTo(200);
        jar.take(answer.headers().get("Set-Cookie"));
        return jar;
    }

    private static Principal by(House house, Jar jar) {
        return house.access.authenticate(request("", jar.header(), "").at("/api/v1/me"), jar.header(), "");
    }

    private static void assertOver(House house, Jar jar, String code) {
        assertThatThrownBy(() -> by(house, jar)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
            assertThat(problem.code()).isEqualTo(code);
        });
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }

    @Test
    void aTokenThatItsClusterAcceptsBecomesASession() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        house.servers.users.put("first good", "jane");
        var jar = signIn(house, "good", new Jar());
        assertThat(jar.cookies.keySet()).singleElement().asString().startsWith("__Host-fresnel-");
        assertThat(jar.header()).doesNotContain("good");
        var jane = by(house, jar);
        assertThat(jane.name()).isEqualTo("jane");
        assertThat(jane.door()).isEqualTo(Principal.Door.COOKIE);
        assertThat(jane.token()).hasValue("good");
        assertThat(jane.key()).as("the same credential on each call is the same principal").isEqualTo(house.access.authenticate(SentRequest.get("/api/v1/me", ""), "", "Bearer good").key());
        assertThat(house.lines).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("login");
            assertThat(line.who().name()).isEqualTo("jane");
            assertThat(line.toString()).doesNotContain("good");
        });
    }

    @Test
    void aWrongTokenIsRefusedInWordsAndWrittenDown() {
        var house = new House(LocalAccess.CLUSTER);
        assertThatThrownBy(() -> signIn(house, "bad", new Jar())).isInstanceOf(Problem.class).hasMessageContaining("first");
        assertThatThrownBy(() -> signIn(house, "not a token", new Jar())).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("TOKEN_MALFORMED"));
        assertThat(house.servers.calls).hasValue(1);
        assertThat(house.lines).hasSize(2).allMatch(line -> line.result() == Audit.Result.REFUSED);
        house.servers.down = true;
        assertThatThrownBy(() -> signIn(house, "other", new Jar())).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CLUSTER_DOWN));
    }

    /** Check 23. */
    @Test
    void aTokenOfNineKilobytesFitsAndTamperedPiecesAreNoSession() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        String large = random(9 * 1024);
        String other = random(9 * 1024);
        house.servers.users.put("first " + large, "jane");
        house.servers.users.put("first " + other, "joe");
        var jane = signIn(house, large, new Jar());
        var joe = signIn(house, other, new Jar());
        assertThat(jane.header().length()).isLessThan(15 * 1024);
        assertThat(jane.cookies.values()).hasSizeGreaterThan(1).allMatch(piece -> piece.length() <= 3810);
        assertThat(by(house, jane).name()).isEqualTo("jane");

        List<String> names = new ArrayList<>(jane.cookies.keySet());
        var mixed = new Jar();
        mixed.cookies.putAll(jane.cookies);
        mixed.cookies.put(names.get(1), joe.cookies.get(names.get(1)));
        assertOver(house, mixed, "SESSION_INVALID");
        var removed = new Jar();
        removed.cookies.putAll(jane.cookies);
        removed.cookies.remove(names.getLast());
        assertOver(house, removed, "SESSION_INVALID");
        var swapped = new Jar();
        swapped.cookies.putAll(jane.cookies);
        swapped.cookies.put(names.get(1), jane.cookies.get(names.get(2)));
        swapped.cookies.put(names.get(2), jane.cookies.get(names.get(1)));
        assertOver(house, swapped, "SESSION_INVALID");
        var changed = new Jar();
        changed.cookies.putAll(jane.cookies);
        changed.cookies.computeIfPresent(names.getFirst(), (name, value) -> value.substring(0, 900) + (value.charAt(900) == 'A' ? 'B' : 'A') + value.substring(901));
        assertOver(house, changed, "SESSION_INVALID");
        assertThat(house.access.clearing(request("", changed.header(), ""), changed.header())).as("a browser need not bring them again").hasSameSizeAs(names);

        var more = new Jar();
        more.cookies.putAll(jane.cookies);
        for (int extra = names.size(); extra < 20; extra++) {
            more.cookies.put(names.getFirst().replace("-t0", "-t" + extra), "x".repeat(10));
        }
        assertThat(by(house, more).name()).as("what nobody counted says nothing").isEqualTo("jane");
        var small = signIn(house, "good".equals(large) ? large : addUser(house, "small", "ann"), jane);
        assertThat(small.cookies).as("pieces of an earlier session go").hasSize(1);
        assertThat(by(house, small).name()).isEqualTo("ann");
    }

    private static String addUser(House house, String token, String user) {
        house.servers.users.put("first " + token, user);
        return token;
    }

    @Test
    void whatIsTooLargeForCookiesIsSaid() {
        var house = new House(LocalAccess.CLUSTER);
        String huge = addUser(house, random(15 * 1024), "jane");
        assertThatThrownBy(() -> signIn(house, huge, new Jar())).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("TOKEN_TOO_LARGE"));
    }

    @Test
    void logoutEndsTheSessionEverywhereAndOverAStart() throws Exception {
        var house = new House(LocalAccess.CLUSTER, 0, folder);
        addUser(house, "good", "jane");
        var jar = signIn(house, "good", new Jar());
        var stolen = new Jar();
        stolen.cookies.putAll(jar.cookies);
        var ended = new ArrayList<String>();
        house.sessions.watch((principal, why) -> ended.add(principal.name() + " " + why.word()));
        var sent = new SentRequest(false, "https", "", "application/json", Method.POST, "/auth/logout", "", by(house, jar)).with(jar.header(), "");
        jar.take(house.logout.handle(sent).headers().get("Set-Cookie"));
        assertThat(jar.cookies).isEmpty();
        assertThat(ended).containsExactly("jane logout");
        assertOver(house, stolen, "SESSION_ENDED");
        var next = new House(LocalAccess.CLUSTER, 0, folder);
        addUser(next, "good", "jane");
        assertOver(next, stolen, "SESSION_ENDED");
        assertThat(by(next, signIn(next, "good", new Jar())).name()).as("a fresh sign-in is another session").isEqualTo("jane");
    }

    @Test
    void sessionsOutliveAStartAndKeysRotateWithoutLogout() throws Exception {
        var before = new House(LocalAccess.CLUSTER, 0, folder);
        addUser(before, "good", "jane");
        var jar = signIn(before, "good", new Jar());
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys.json"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var after = new House(LocalAccess.CLUSTER, 0, folder);
        addUser(after, "good", "jane");
        assertThat(by(after, jar).name()).isEqualTo("jane");
        after.pass(KeyRing.YOUNG.toSeconds() + 1);
        var young = signIn(after, "good", new Jar());
        assertThat(young.header()).isNotEqualTo(jar.header());
        assertThat(Files.readString(folder.resolve("keys.json")).split("\"id\"")).as("the new key and the former").hasSize(3);
    }

    @Test
    void aSessionEndsWithItsTokenOrAfterTwelveHours() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        String token = Jwts.jwt(SIGNED, "{\"sub\":\"jane\",\"exp\":" + (House.NOW.getEpochSecond() + 1000) + "}", "sig");
        addUser(house, token, "jane");
        addUser(house, "opaque", "joe");
        var jane = signIn(house, token, new Jar());
        var joe = signIn(house, "opaque", new Jar());
        house.pass(1055);
        assertThat(by(house, jane).name()).as("clocks may differ by a minute").isEqualTo("jane");
        house.pass(10);
        assertOver(house, jane, "SESSION_ENDED");
        assertThat(by(house, joe).name()).isEqualTo("joe");
        house.pass(12 * 3600);
        assertOver(house, joe, "SESSION_ENDED");
    }

    @Test
    void aTokenThatTheClusterTakesNoMoreIsNoSession() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        addUser(house, "good", "jane");
        var jar = signIn(house, "good", new Jar());
        house.servers.users.clear();
        house.pass(31);
        assertOver(house, jar, "SESSION_ENDED");
    }

    @Test
    void aClusterThatIsDownLogsNobodyOut() throws Exception {
        var house = new House(LocalAccess.CLUSTER, 0, folder);
        addUser(house, "good", "jane");
        var jar = signIn(house, "good", new Jar());
        var next = new House(LocalAccess.CLUSTER, 0, folder);
        next.servers.down = true;
        assertThat(by(next, jar).name()).isEqualTo("jane");
    }

    @Test
    void whoSignsInAnewIsNobodyElseBesides() throws Exception {
        var house = new House(LocalAccess.KEY);
        addUser(house, "good", "jane");
        var jar = new Jar();
        var key = new SentRequest(true, "https", "{\"key\":\"" + house.local.fragment().substring(4) + "\"}").with("", "127.0.0.1");
        jar.take(house.local.handle(key).headers().get("Set-Cookie"));
        assertThat(house.user.is(by(house, jar))).isTrue();
        signIn(house, "good", jar);
        assertThat(jar.cookies).hasSize(1);
        assertThat(by(house, jar).name()).isEqualTo("jane");
    }

    /** Check 28: of one address. */
    @Test
    void fromTheSixthWrongTokenOnAnAddressHasToWait() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        addUser(house, "good", "jane");
        for (int time = 1; time <= 10; time++) {
            int number = time;
            assertThatThrownBy(() -> house.token.handle(request("{\"token\":\"bad" + number + "\"}", "", "192.0.2.7")))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(number <= 5 ? Problem.Kind.UNAUTHENTICATED : Problem.Kind.LIMITED));
        }
        assertThatThrownBy(() -> house.token.handle(request("{\"token\":\"good\"}", "", "192.0.2.7"))).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.args()).containsKey("retryAfter"));
        assertThat(house.token.handle(request("{\"token\":\"good\"}", "", "192.0.2.8")).status()).as("others come in").isEqualTo(200);
    }

    /** Check 28: of one user, from many addresses; others are not locked out. */
    @Test
    void fromTheSixthWrongTokenOnAUserHasToWait() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        for (int time = 1; time <= 10; time++) {
            int number = time;
            String token = Jwts.jwt(SIGNED, "{\"sub\":\"jane\"}", "guess" + time);
            assertThatThrownBy(() -> house.token.handle(request("{\"token\":\"" + token + "\"}", "", "192.0.2." + number)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(number <= 5 ? Problem.Kind.UNAUTHENTICATED : Problem.Kind.LIMITED));
        }
        String joes = addUser(house, Jwts.jwt(SIGNED, "{\"sub\":\"joe\"}", "good"), "joe");
        assertThat(signIn(house, joes, new Jar()).cookies).isNotEmpty();
    }

    /** Check 28: counters are bounded, and who signs in rightly is never counted. */
    @Test
    void countersAreBoundedAndRightSignInsAreFree() throws Exception {
        var house = new House(LocalAccess.CLUSTER);
        addUser(house, "good", "jane");
        for (int time = 0; time < 20; time++) {
            assertThat(house.token.handle(request("{\"token\":\"good\"}", "", "192.0.2.1")).status()).isEqualTo(200);
        }
        for (int name = 0; name < 1000; name++) {
            String token = Jwts.jwt(SIGNED, "{\"sub\":\"user" + name + "\"}", "x");
            int number = name;
            assertThatThrownBy(() -> house.token.handle(request("{\"token\":\"" + token + "\"}", "", "198.51.100." + number))).isInstanceOf(Problem.class);
        }
        assertThat(house.attempts.remembered()).isLessThanOrEqualTo(20_000);
    }
}
