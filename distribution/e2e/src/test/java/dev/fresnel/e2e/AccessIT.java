package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, of the running product: checks 1, 5, 6, 7, 25, 27 and 35 of the security list, as far as they need the whole. */
class AccessIT {
    /** Everything that answers without knowing who asks; whatever is added here wants a reason. */
    private static final Set<String> OPEN = Set.of(
            "GET /healthz", "GET /readyz", "GET /metrics",
            "GET /auth/methods", "POST /auth/local", "POST /auth/token", "POST /auth/logout",
            "GET /ui/m/{plugin}/{hash}/*", "GET /ui/s/{hash}/*",
            "GET / /c/* /p/* /plugins /settings");

    @TempDir
    static Path folder;

    private static FakeApi api;
    private static Product product;
    private static TestHttp http;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        api = new FakeApi();
        product = Product.startWithKey("--kubeconfig", api.kubeconfig(folder.resolve("kubeconfig")).toString(), "--demo", "--home-cluster", "fake", "--sign-in-attempts", "0");
        http = product.http();
        Await.until("commands can find it", () -> Files.exists(data("server.json")));
        token = TestHttp.parse(Files.readString(data("server.json"))).path("token").asText();
    }

    @AfterAll
    static void stop() {
        product.close();
        api.close();
    }

    private static Path data(String file) {
        return product.home().resolve("data").resolve(file);
    }

    private static String jwt(String head, String claims, String signature) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(head.getBytes(StandardCharsets.UTF_8)) + "." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "." + signature;
    }

    private static JsonNode asLocal(String path) {
        var answer = http.get(path, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return TestHttp.parse(answer.body());
    }

    /** All routes that there are: those of the platform, and one of each plugin. */
    private static List<JsonNode> routes() {
        var routes = new ArrayList<JsonNode>();
        asLocal("/api/v1/insight").at("/parts/http/routes").forEach(routes::add);
        assertThat(routes).hasSizeGreaterThan(20);
        return routes;
    }

    /** Check 1: a route that is added without a login fails here. */
    @Test
    void onlyAFewRoutesAreOpen() {
        var open = new LinkedHashMap<String, Set<String>>();
        for (var route : routes()) {
            if (route.path("open").asText().equals("true")) {
                open.computeIfAbsent(route.path("method").asText() + " " + route.path("endpoint").asText(), key -> new TreeSet<>()).add(route.path("path").asText());
            }
        }
        var words = open.entrySet().stream().map(one -> one.getKey().substring(0, one.getKey().indexOf(' ')) + " " + String.join(" ", one.getValue())).toList();
        assertThat(words).containsExactlyInAnyOrderElementsOf(OPEN).hasSizeLessThanOrEqualTo(10);
    }

    /** Check 1: every route, with everything that is no credential; no cluster is asked about what none could take. */
    @Test
    void everyOtherRouteRefusesWhatIsNoCredential() {
        var bad = new LinkedHashMap<String, String>();
        bad.put("nothing at all", "");
        bad.put("expired", "Bearer " + jwt("{\"alg\":\"RS256\"}", "{\"sub\":\"x\",\"exp\":1000}", "sig"));
        bad.put("alg=none", "Bearer " + jwt("{\"alg\":\"none\"}", "{\"sub\":\"system:admin\"}", ""));
        bad.put("HS256", "Bearer " + jwt("{\"alg\":\"HS256\"}", "{\"sub\":\"system:admin\"}", "sig"));
        bad.put("one of ours that is none", "Bearer fresnel:" + "x".repeat(43));
        bad.put("basic", "Basic YWRtaW46YWRtaW4=");
        int before = api.calls.size();
        assertRefused(bad);
        // whoever has signed in may be looked at again at any time
        assertThat(api.calls.stream().skip(before)).as("no cluster was asked").noneMatch(call -> bad.values().stream().anyMatch(header -> call.endsWith(" " + (header.isEmpty() ? "null" : header))));
    }

    /** Check 1: a token that no cluster knows. */
    @Test
    void everyOtherRouteRefusesATokenThatNobodyKnows() {
        assertRefused(Map.of("unknown", "Bearer nothing"));
        assertThat(api.calls.stream().filter(call -> call.contains("nothing")).count()).as("refusals are remembered").isLessThan(12);
    }

    private static void assertRefused(Map<String, String> credentials) {
        var asked = new ArrayList<JsonNode>(routes());
        asked.add(TestHttp.parse("{\"method\":\"GET\",\"path\":\"/api/v1/plugins/demo-cluster/k8s/x\"}"));
        asked.add(TestHttp.parse("{\"method\":\"POST\",\"path\":\"/api/v1/plugins/nobody/x\"}"));
        for (var route : asked) {
            String path = route.path("path").asText().replace("{cluster}", "fake").replaceAll("\\{[a-z]+}", "x").replace("*", "x");
            String method = route.path("method").asText().replace("ANY", "GET");
            if (route.path("open").asText().equals("true")) {
                continue;
            }
            credentials.forEach((what, header) -> {
                var answer = header.isEmpty() ? http.send(method, path, "") : http.send(method, path, "", "Authorization", header);
                assertThat(answer.statusCode()).as("%s %s with %s: %s", method, path, what, answer.body()).isEqualTo(401);
            });
        }
    }

    @Test
    void aPastedTokenBecomesASessionAndLogoutEndsIt() {
        api.users.put("janes", "jane");
        var methods = TestHttp.parse(http.get("/auth/methods").body());
        assertThat(Shape.texts(methods.path("doors"), "kind")).containsExactly("token", "link");
        assertThat(methods.path("signedIn").asBoolean()).isFalse();
        var answer = http.send("POST", "/auth/token", "{\"token\":\"janes\",\"cluster\":\"fake\"}", "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var me = TestHttp.parse(answer.body());
        assertThat(me.path("name").asText()).isEqualTo("jane");
        assertThat(me.path("local").asBoolean()).isFalse();
        assertThat(me.path("groups").path(0).asText()).isEqualTo("people");
        assertThat(me.at("/clusters/0/id").asText()).isEqualTo("fake");
        String cookie = cookies(answer);
        assertThat(TestHttp.parse(http.get("/api/v1/me", "Cookie", cookie).body())).isEqualTo(me);
        assertThat(http.get("/k8s/fake/api", "Cookie", cookie).body()).as("as jane, and as nobody else").contains("\"user\":\"jane\"");
        assertThat(http.get("/api/v1/insight", "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(http.get("/api/v1/audit", "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(TestHttp.parse(http.get("/api/v1/access", "Cookie", cookie).body()).at("/may/update plugins").asBoolean()).isFalse();
        assertThat(http.send("POST", "/auth/link", "", "Cookie", cookie, "Origin", origin()).statusCode()).isEqualTo(403);
        var left = http.send("POST", "/auth/logout", "", "Cookie", cookie, "Origin", origin());
        assertThat(left.statusCode()).isEqualTo(204);
        assertThat(left.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
        assertThat(http.get("/api/v1/me", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aBadTokenIsRefusedInWords() {
        var answer = http.send("POST", "/auth/token", "{\"token\":\"bad\"}", "Content-Type", "application/json");
        Shape.problem(TestHttp.parse(answer.body()), 401, "TOKEN_REFUSED");
        assertThat(answer.body()).contains("fake");
    }

    @Test
    void whoMayIsSaidByTheHomeClusterAndWrittenDown() {
        api.users.put("roots", "root");
        assertThat(http.get("/api/v1/insight", "Authorization", "Bearer roots").statusCode()).isEqualTo(200);
        api.users.put("joes", "joe");
        assertThat(http.get("/api/v1/insight", "Authorization", "Bearer joes").statusCode()).isEqualTo(403);
        var lines = Await.value("the refusal is in the audit", () -> {
            var found = TestHttp.parse(http.get("/api/v1/audit?who=joe&result=refused", "Authorization", "Bearer roots").body()).path("lines");
            return found.isEmpty() ? java.util.Optional.<JsonNode>empty() : java.util.Optional.of(found);
        });
        assertThat(lines.path(0).path("object").asText()).isEqualTo("insight");
        assertThat(lines.toString()).doesNotContain("joes");
    }

    private static String origin() {
        return http.uri("").toString();
    }

    private static String cookies(HttpResponse<String> answer) {
        return answer.headers().allValues("set-cookie").stream().filter(line -> !line.contains("Max-Age=0")).map(line -> line.substring(0, line.indexOf(';'))).collect(Collectors.joining("; "));
    }

    private static String signedIn(String name) {
        api.users.put("token-of-" + name, name);
        return cookies(http.send("POST", "/auth/token", "{\"token\":\"token-of-" + name + "\"}", "Content-Type", "application/json"));
    }

    /** Check 5: a page of somebody else rides on nobody's session. */
    @Test
    void otherSitesChangeNothing() {
        var cookie = signedIn("ann");
        for (var method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            for (var path : List.of("/k8s/fake/api/v1/namespaces/x/pods", "/api/v1/live/ticket", "/auth/logout", "/api/v1/plugins/demo-cluster/x")) {
                for (var headers : List.of(
                        List.of("Origin", "https://evil.test"), List.of("Origin", "null"), List.of("Sec-Fetch-Site", "cross-site"), List.of("Sec-Fetch-Site", "same-site"),
                        List.of("Origin", "https://evil.test", "Content-Type", "text/plain"), List.of("Origin", origin() + ".evil.test"), List.<String>of())) {
                    var all = new ArrayList<>(List.of("Cookie", cookie));
                    all.addAll(headers);
                    assertThat(http.send(method, path, "", all.toArray(String[]::new)).statusCode()).as("%s %s %s", method, path, headers).isEqualTo(403);
                }
            }
        }
        assertThat(api.calls).noneMatch(call -> call.startsWith("POST /api/v1/namespaces/x"));
        assertThat(http.get("/api/v1/me", "Cookie", cookie).statusCode()).as("the session is as it was").isEqualTo(200);
    }

    /** Check 5: a form cannot send what signs in. */
    @Test
    void formsDoNotSignIn() {
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json-patch+json")) {
            assertThat(http.send("POST", "/auth/token", "{\"token\":\"owner\"}", "Content-Type", type).statusCode()).as(type).isEqualTo(400);
        }
        assertThat(http.send("POST", "/auth/token", "{\"token\":\"owner\"}", "Content-Type", "application/json", "Origin", "https://evil.test").statusCode()).isEqualTo(403);
    }

    /** Check 6, for the one WebSocket of the platform. */
    @Test
    void aPageOpensTheSocketFromHereWithAFreshTicketOfItsOwn() {
        var ann = signedIn("ann");
        var bob = signedIn("bob");
        for (var foreign : List.of("https://evil.test", "null", origin() + ".evil.test")) {
            assertHandshake(403, ticket(ann), "Cookie", ann, "Origin", foreign);
        }
        assertHandshake(403, ticket(ann), "Cookie", ann);
        assertHandshake(403, "", "Cookie", ann, "Origin", origin());
        assertHandshake(403, "?ticket=made-up", "Cookie", ann, "Origin", origin());
        assertHandshake(403, ticket(ann), "Cookie", bob, "Origin", origin());
        var once = ticket(ann);
        LiveClient.connect(http.client(), http.uri("/api/v1/live" + once), "Cookie", ann, "Origin", origin()).close();
        assertHandshake(403, once, "Cookie", ann, "Origin", origin());
        assertHandshake(401, "");
        assertHandshake(401, "", "Authorization", "Bearer nobodys");
    }

    private static String ticket(String cookie) {
        return "?ticket=" + TestHttp.parse(http.send("POST", "/api/v1/live/ticket", "", "Cookie", cookie, "Origin", origin()).body()).path("ticket").asText();
    }

    private static void assertHandshake(int status, String query, String... headers) {
        assertThatThrownBy(() -> LiveClient.connect(http.client(), http.uri("/api/v1/live" + query), headers))
                .as(List.of(headers) + query)
                .isInstanceOfSatisfying(LiveClient.Refused.class, refused -> assertThat(refused.status).isEqualTo(status));
    }

    /** Check 7: under no name but its own, on every kind of route. */
    @Test
    void itAnswersUnderItsOwnNamesOnly() throws IOException {
        int port = http.uri("").getPort();
        for (var path : List.of("/", "/healthz", "/api/v1/me", "/api/v1/live", "/k8s/demo/version", "/auth/methods", "/ui/s/x/y")) {
            for (var host : List.of("evil.test", "evil.test:" + port, "localhost.evil.test", "127.0.0.1.nip.io", "0.0.0.0", "169.254.169.254", "[::ffff:10.0.0.1]", "2130706433", "local host", "")) {
                assertThat(status(path, host)).as("%s at %s", path, host).isIn(421, 400);
            }
        }
        for (var host : List.of("localhost", "LOCALHOST:" + port, "localhost.", "127.0.0.1:" + port, "[::1]:" + port, "127.0.0.2")) {
            assertThat(status("/healthz", host)).as(host).isEqualTo(200);
        }
    }

    private static int status(String path, String host) throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", http.uri("").getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    /** What is open with a token, until that ends. */
    private record Ending(Instant end, String token, String cookie, HttpResponse<InputStream> watch, LiveClient socket) {}

    /** Check 25: what is open with a token that is over closes within a minute, with a word. */
    @Test
    void whatIsOpenEndsWithItsToken() throws Exception {
        Optional<Ending> opened = Optional.empty();
        for (int seconds = 5; opened.isEmpty() && seconds <= 80; seconds *= 2) {
            opened = openedFor(seconds);
        }
        var ending = opened.orElseThrow(() -> new AssertionError("nothing is open after 80 s"));
        try (var socket = ending.socket) {
            api.users.remove(ending.token); // as an API server does, which looks at its own clock
            Await.until("the socket has closed", Duration.ofSeconds(120), () -> {
                assertThat(socket.frames().toString()).contains("\"reason\":\"session\"").containsAnyOf("expired", "refused");
                return true;
            });
        }
        if (System.getenv("FRESNEL_BUDGETS") != null) {
            assertThat(Instant.now()).isBefore(ending.end.plusSeconds(60));
        }
        Await.until("the watch has ended", () -> ended(ending.watch.body()));
        Shape.problem(TestHttp.parse(http.get("/api/v1/me", "Cookie", ending.cookie).body()), 401, "SESSION_ENDED");
    }

    /** Opens with a token of so many seconds; empty when those were over before all was open, which shows nothing. */
    private static Optional<Ending> openedFor(int seconds) throws Exception {
        var end = Instant.now().plusSeconds(seconds);
        var token = jwt("{\"alg\":\"RS256\"}", "{\"sub\":\"kim\",\"exp\":" + end.getEpochSecond() + "}", "sig");
        api.users.put(token, "kim");
        try {
            var answer = http.send("POST", "/auth/token", "{\"token\":\"" + token + "\"}", "Content-Type", "application/json");
            assertThat(TestHttp.parse(answer.body()).path("expires").asLong()).isEqualTo(end.getEpochSecond() * 1000);
            var cookie = cookies(answer);
            var request = HttpRequest.newBuilder(http.uri("/k8s/fake/api/v1/pods?watch=true")).header("Cookie", cookie).build();
            HttpResponse<InputStream> watch = http.client().send(request, BodyHandlers.ofInputStream());
            assertThat(watch.statusCode()).isEqualTo(200);
            return Optional.of(new Ending(end, token, cookie, watch, LiveClient.connect(http.client(), http.uri("/api/v1/live" + ticket(cookie)), "Cookie", cookie, "Origin", origin())));
        } catch (AssertionError | LiveClient.Refused late) {
            if (Instant.now().isBefore(end.truncatedTo(ChronoUnit.SECONDS))) {
                throw late;
            }
            return Optional.empty();
        }
    }

    private static boolean ended(InputStream body) {
        try {
            while (body.available() > 0) {
                body.read();
            }
            return body.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** {@code bin/fresnel open} lets a second browser in; its file is for nobody else's eyes. */
    @Test
    void commandsReachTheRunningServer() throws IOException {
        assertThat(Files.getPosixFilePermissions(data("server.json"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var ended = Product.run(product.home(), List.of(), "open", "--data-dir", product.home().resolve("data").toString());
        assertThat(ended.code()).as(ended.err()).isZero();
        var link = URI.create(ended.out().strip());
        var key = "{\"key\":\"" + link.getFragment().substring(4) + "\"}";
        assertThat(http.send("POST", "/auth/local", key, "Content-Type", "application/json").statusCode()).isEqualTo(204);
        assertThat(http.send("POST", "/auth/local", key, "Content-Type", "application/json").statusCode()).isEqualTo(401);
        var none = Product.run(product.home(), List.of(), "kubeconfig", "nowhere", "--data-dir", product.home().resolve("data").toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err().lines()).singleElement().asString().contains("nowhere").contains("fake");
    }

    /** Without credentials plain HTTP shows the demo cluster, and no context of the kubeconfig. */
    @Test
    void whoBringsNothingSeesTheDemoClusterAlone() {
        Await.until("the demo cluster answers", Duration.ofSeconds(120), () -> http.get("/k8s/demo/api/v1/namespaces").statusCode() == 200);
        assertThat(http.get("/k8s/fake/api").statusCode()).isEqualTo(401);
        assertThat(http.get("/api/v1/clusters").statusCode()).isEqualTo(401);
        assertThat(http.get("/k8s/demo/../fake/api").statusCode()).isNotEqualTo(200);
        assertThat(http.get("/k8s/demo/%2e%2e/fake/api").statusCode()).isNotEqualTo(200);
        assertThat(api.calls).noneMatch(call -> call.startsWith("GET /api "));
    }
}
