package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Holds §2 of {@code kernel/docs/interfaces.md}, the table of paths, against the running product. */
class InterfacesIT {
    private static final Pattern METRIC = Pattern.compile("(# (HELP|TYPE) \\S+ .+|[a-z_][a-zA-Z0-9_]*(\\{[^}]*})? [-+0-9.eEInfNa]+)");

    private static Product product;
    private static TestHttp http;

    @BeforeAll
    static void start() {
        product = Product.start("--demo");
        http = product.http();
        Await.until("plugins serve and the demo cluster is up", () -> {
            assertThat(Shape.texts(http.json("/api/v1/plugins").path("plugins"), "state")).isNotEmpty().containsOnly("SERVING");
            assertThat(http.get("/k8s/demo/version").statusCode()).isEqualTo(200); // nobody is contacted before somebody asks
            return Shape.find(http.json("/api/v1/clusters").path("clusters"), "id", "demo").path("state").asText().equals("up");
        });
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    /** One test for each row of the page; a row that nobody looks at fails. */
    @TestFactory
    Stream<DynamicTest> everyPathAnswersAsWritten() {
        Map<String, Executable> checks = checks();
        assertThat(InterfacesPage.paths()).containsExactlyInAnyOrderElementsOf(checks.keySet());
        return checks.entrySet().stream().map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()));
    }

    private static Map<String, Executable> checks() {
        var checks = new TreeMap<String, Executable>();
        checks.put("GET /healthz", () -> assertThat(http.json("/healthz")).isEqualTo(TestHttp.parse("{\"status\":\"up\"}")));
        checks.put("GET /readyz", InterfacesIT::ready);
        checks.put("GET /metrics", InterfacesIT::metrics);
        checks.put("GET /api/v1/me", () -> assertThat(http.json("/api/v1/me")).isEqualTo(TestHttp.parse("{\"name\":\"local\",\"groups\":[],\"door\":\"local\",\"local\":true,\"clusters\":[]}")));
        checks.put("GET /api/v1/clusters", () -> http.json("/api/v1/clusters").path("clusters").forEach(Shape::cluster));
        checks.put("GET /api/v1/clusters/{id}/kinds", InterfacesIT::kinds);
        checks.put("GET /api/v1/clusters/{cluster}/http/{namespace}/{kind}/{target}/…", InterfacesIT::innerPages);
        checks.put("GET /api/v1/kubeconfigs", () -> Shape.has(http.json("/api/v1/kubeconfigs"), "mayAdd:BOOLEAN", "contexts:ARRAY"));
        checks.put("POST /api/v1/kubeconfigs", InterfacesIT::kubeconfigs);
        checks.put("DELETE /api/v1/kubeconfigs/{id}", () -> assertProblem(http.send("DELETE", "/api/v1/kubeconfigs/demo", ""), 404));
        checks.put("GET /api/v1/preferences", () -> Shape.has(http.json("/api/v1/preferences"), "mine:OBJECT", "defaults:OBJECT", "mayDefault:BOOLEAN"));
        checks.put("PUT /api/v1/preferences", InterfacesIT::preferences);
        checks.put("PUT /api/v1/preferences/defaults", () -> assertThat(http.send("PUT", "/api/v1/preferences/defaults", "{}").statusCode()).isEqualTo(204));
        checks.put("GET /api/v1/plugins", InterfacesIT::plugins);
        checks.put("GET /api/v1/search", InterfacesIT::search);
        checks.put("GET /api/v1/insight", () -> assertThat(http.json("/api/v1/insight").at("/parts/switchboard/generations"))
                .isNotEmpty()
                .allSatisfy(build -> assertThat(build.path("memory").asLong()).isPositive())
                .allSatisfy(build -> assertThat(build.path("lastErrors").isArray() && build.path("threads").isIntegralNumber()).isTrue()));
        checks.put("GET /api/v1/plugins/{id}/…?cluster=ID", InterfacesIT::pluginEndpoints);
        checks.put("POST /auth/local", InterfacesIT::oneTimeKey);
        checks.put("POST /api/v1/live/ticket", InterfacesIT::ticket);
        checks.put("WS /api/v1/live", InterfacesIT::live);
        checks.put("POST /api/v1/live/stream", InterfacesIT::stream);
        checks.put("/k8s/{cluster}/…", InterfacesIT::kubernetes);
        checks.put("GET /ui/m/{plugin}/{hash}/…", InterfacesIT::moduleFiles);
        checks.put("GET /ui/s/{hash}/…", InterfacesIT::shellFiles);
        checks.put("GET /{anything else that a page may be}", InterfacesIT::pages);
        return checks;
    }

    private static void ready() {
        var ready = http.json("/readyz");
        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("components").size()).isPositive();
        ready.path("components").forEach(part -> Shape.has(part, "name:STRING", "up:BOOLEAN", "why:STRING?"));
        assertThat(ready.toString()).as("components only").doesNotContain("demo");
    }

    private static void metrics() {
        var answer = http.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(type(answer)).startsWith("text/plain");
        assertThat(answer.body().lines()).isNotEmpty().allMatch(METRIC.asMatchPredicate());
        assertThat(answer.body()).contains("fresnel_live_sockets");
    }

    private static void kinds() {
        var answer = http.json("/api/v1/clusters/demo/kinds");
        answer.path("kinds").forEach(Shape::kind);
        var pods = Shape.find(answer.path("kinds"), "resource", "pods");
        assertThat(pods.path("kind").asText()).isEqualTo("Pod");
        assertThat(pods.path("namespaced").asBoolean()).isTrue();
        assertThat(Shape.texts(pods.path("shortNames"))).contains("po");
        assertThat(Shape.find(answer.path("kinds"), "resource", "deployments").path("group").asText()).isEqualTo("apps");
        answer.path("problems").forEach(problem -> Shape.has(problem, "group:STRING", "detail:STRING"));
        assertProblem(http.get("/api/v1/clusters/none/kinds"), 404);
    }

    private static void innerPages() {
        var answer = http.get("/api/v1/clusters/demo/http/default/services/none/x");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("sandbox allow-scripts allow-forms;");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertProblem(http.get("/api/v1/clusters/demo/http/default/secrets/none/x"), 400);
        assertProblem(http.get("/api/v1/clusters/none/http/default/pods/none/x"), 404);
    }

    private static void plugins() {
        var answer = http.json("/api/v1/plugins");
        assertThat(answer.path("epoch").isIntegralNumber()).isTrue();
        answer.path("plugins").forEach(Shape::plugin);
        assertThat(Shape.texts(answer.path("plugins"), "id")).contains("resources", "demo-cluster");
    }

    private static void pluginEndpoints() {
        var answer = http.get("/api/v1/plugins/demo-cluster/k8s/version?cluster=demo");
        assertThat(answer.headers().firstValue("Fresnel-Generation")).contains(digest("demo-cluster"));
        Shape.problem(assertProblem(http.get("/api/v1/plugins/nobody/x"), 404), 404, "PLUGIN_UNKNOWN");
    }

    private static String digest(String plugin) {
        return Shape.find(http.json("/api/v1/plugins").path("plugins"), "id", plugin).path("digest").asText();
    }

    private static void oneTimeKey() {
        try (var locked = Product.startWithKey("--demo")) {
            assertProblem(locked.http().get("/api/v1/clusters"), 401);
            assertThat(locked.printed().getFragment()).startsWith("key=");
            var body = "{\"key\":\"%s\"}".formatted(locked.printed().getFragment().substring(4));
            var answer = locked.http().send("POST", "/auth/local", body, "Content-Type", "application/json");
            assertThat(answer.statusCode()).isEqualTo(204);
            var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
            var me = locked.http().get("/api/v1/me", "Cookie", cookie.substring(0, cookie.indexOf(';')));
            assertThat(TestHttp.parse(me.body()).path("door").asText()).isEqualTo("cookie");
            Shape.problem(assertProblem(locked.http().send("POST", "/auth/local", body, "Content-Type", "application/json"), 401), 401, "KEY_INVALID");
        }
    }

    private static void search() {
        Await.until("what is loaded is found", () -> {
            var found = http.json("/api/v1/search?q=namespace%20default&cluster=demo&kind=namespaces&limit=1");
            Shape.found(found);
            return found.at("/results/0/name").asText().equals("default");
        });
        Shape.problem(assertProblem(http.get("/api/v1/search?q="), 400), 400, "SEARCH_INVALID");
    }

    private static void ticket() {
        var origin = http.uri("").toString();
        var answer = http.send("POST", "/api/v1/live/ticket", "", "Origin", origin);
        assertThat(answer.statusCode()).isEqualTo(200);
        var address = http.uri("/api/v1/live?ticket=" + TestHttp.parse(answer.body()).path("ticket").asText());
        try (var page = LiveClient.connect(http.client(), address, "Origin", origin)) {
            assertThat(page.open("clusters", "{}").next("data").path("clusters").size()).isPositive();
        }
        assertThatThrownBy(() -> LiveClient.connect(http.client(), address, "Origin", origin)).as("single use").isInstanceOf(LiveClient.Refused.class);
        assertThatThrownBy(() -> product.live("Origin", origin)).as("a page needs a ticket").isInstanceOf(LiveClient.Refused.class);
    }

    private static void live() {
        try (var client = product.live()) {
            assertThat(client.subprotocol()).isEqualTo("fresnel.v1");
        }
        assertProblem(http.get("/api/v1/live"), 426);
    }

    /** The live protocol without a WebSocket. */
    private static void kubeconfigs() {
        assertProblem(http.send("POST", "/api/v1/kubeconfigs", "kind: Pod"), 400);
        String text = "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\ncontexts: [{name: given, context: {cluster: c}}]";
        var added = http.send("POST", "/api/v1/kubeconfigs", text);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(TestHttp.parse(added.body()).at("/contexts/0").asText()).isEqualTo("given");
        Await.until("it is a cluster", () -> http.get("/api/v1/clusters").body().contains("\"given\""));
        assertThat(http.send("DELETE", "/api/v1/kubeconfigs/given", "").statusCode()).isEqualTo(204);
        Await.until("it has gone", () -> !http.get("/api/v1/clusters").body().contains("\"given\""));
    }

    private static void preferences() {
        assertThat(http.send("PUT", "/api/v1/preferences", "{\"theme\":\"dark\"}").statusCode()).isEqualTo(204);
        assertThat(http.json("/api/v1/preferences").at("/mine/theme").asText()).isEqualTo("dark");
        assertProblem(http.send("PUT", "/api/v1/preferences", "[]"), 400);
        assertProblem(http.send("PUT", "/api/v1/preferences", "{\"x\":\"" + "y".repeat(70_000) + "\"}"), 400);
        assertThat(http.json("/api/v1/preferences").at("/mine/theme").asText()).isEqualTo("dark");
    }

    private static void stream() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(http.uri("/api/v1/live/stream")).POST(HttpRequest.BodyPublishers.noBody()).build();
        var answer = http.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (var events = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("event: hello");
            var id = TestHttp.parse(events.readLine().substring("data: ".length())).path("id").asText();
            assertThat(http.send("POST", "/api/v1/live/stream/" + id, "{\"ch\":1,\"t\":\"open\",\"type\":\"clusters\",\"params\":{}}").statusCode()).isEqualTo(204);
            assertThat(events.lines().filter(line -> line.startsWith("data: {\"ch\":1,")).findFirst()).isPresent();
        }
        assertProblem(http.send("POST", "/api/v1/live/stream/unknown", "{}"), 404);
    }

    private static void kubernetes() {
        assertThat(http.json("/k8s/demo/version").path("gitVersion").asText()).startsWith("v1.");
        var unknown = http.get("/k8s/none/version");
        assertThat(unknown.statusCode()).isEqualTo(404);
        Shape.has(TestHttp.parse(unknown.body()), "kind:STRING", "apiVersion:STRING", "status:STRING", "message:STRING", "reason:STRING", "code:NUMBER");
    }

    private static void moduleFiles() {
        try (var client = product.live()) {
            var modules = client.open("plugins", "{}").next("data", data -> data.path("modules").size() > 0).path("modules");
            var module = Shape.find(modules, "id", "resources");
            var files = new ArrayList<String>();
            module.path("css").forEach(file -> files.add(file.asText()));
            module.path("contributions").path("lists").forEach(list -> files.add(list.path("module").asText().substring(2) + ".js"));
            assertThat(files).isNotEmpty();
            for (var file : files) {
                assertImmutable(module.path("base").asText() + file);
            }
        }
    }

    private static void shellFiles() {
        var link = Pattern.compile("\"(/ui/s/[^\"]+\\.js)\"").matcher(http.get("/").body());
        assertThat(link.find()).isTrue();
        assertImmutable(link.group(1));
    }

    private static void assertImmutable(String path) {
        var file = http.get(path);
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        assertThat(type(file)).as(path).startsWith(path.endsWith(".css") ? "text/css" : "text/javascript");
        assertThat(file.headers().firstValue("Cache-Control").orElse("")).as(path).contains("immutable");
        assertProblem(http.get(path + "x"), 404);
    }

    private static void pages() {
        for (var path : new String[] {"/", "/c/demo/pods", "/c/demo/pods/shop/web-1?tab=yaml", "/plugins", "/settings", "/p/hello/hello"}) {
            var page = http.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(type(page)).as(path).startsWith("text/html");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).as(path).contains("default-src 'none'");
        }
        Shape.problem(assertProblem(http.get("/nothing/here"), 404), 404, "ROUTE_UNKNOWN");
    }

    @Test
    void aForeignOriginIsRefused() {
        var origin = "http://evil.example";
        assertProblem(http.send("POST", "/api/v1/live/ticket", "", "Origin", origin), 403);
        assertThat(http.send("DELETE", "/k8s/demo/api/v1/namespaces/shop", "", "Origin", origin).statusCode()).isEqualTo(403);
        assertThat(http.send("DELETE", "/k8s/demo/api/v1/namespaces/shop", "", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(http.get("/k8s/demo/api/v1/namespaces/shop").statusCode()).isEqualTo(200);
    }

    @Test
    void aForeignHostIsRefused() throws IOException {
        try (var socket = new Socket("127.0.0.1", http.uri("/").getPort())) {
            socket.getOutputStream().write("GET /api/v1/clusters HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 421 ").contains("application/problem+json").doesNotContain("\"clusters\"");
        }
    }

    @Test
    void everyPathStandsBelowTheBasePath() {
        try (var below = Product.start("--base-path", "/x", "--demo")) {
            for (var path : new String[] {"/healthz", "/readyz", "/metrics", "/api/v1/me", "/api/v1/clusters", "/api/v1/plugins", "/api/v1/insight", "/"}) {
                assertThat(below.http().get(path).statusCode()).as(below.http().uri(path).toString()).isEqualTo(200);
            }
            var above = new TestHttp(below.http().uri("").resolve("/"));
            assertProblem(above.get("/api/v1/me"), 404);
            assertThat(below.http().get("/").body()).contains("\"/x/ui/s/").doesNotContain("\"/ui/s/");
        }
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.request() + ": " + answer.body()).isEqualTo(status);
        assertThat(type(answer)).startsWith("application/problem+json");
        var problem = TestHttp.parse(answer.body());
        Shape.problem(problem, status, problem.path("code").asText());
        return problem;
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }
}
