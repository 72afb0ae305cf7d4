package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.Command;
import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assembled product on a cluster: what goes through it equals what the API server says, for each user. */
@ClusterTest
class ClusterIT {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf,application/json";
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "nginx:1.27"}]}}
            """;

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;
    private static User reader;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        cluster = given;
        own = namespace;
        contexts = new Contexts(given);
        reader = contexts.plain(User.ADMIN) ? User.ADMIN : User.VIEWER;
        own.kubectl("create", "configmap", "plain", "--from-literal=a=b");
        own.kubectl("create", "secret", "generic", "canary-secret", "--from-literal=password=canary-value");
        own.kubectl("run", "web", "--image=nginx:1.27", "--labels=app=web");
        own.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=120s");
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
    }

    @AfterAll
    static void stop() {
        contexts.close();
        product.close();
    }

    private static HttpResponse<byte[]> send(HttpClient client, URI address, Optional<String> token, HttpRequest.Builder request) {
        try {
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
            return client.send(request.uri(address).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<byte[]> direct(User user, String path, HttpRequest.Builder request) {
        var direct = contexts.direct(user);
        return send(direct.client(), URI.create(direct.server() + path), direct.token(), request);
    }

    private static HttpResponse<byte[]> through(User user, String path, HttpRequest.Builder request) {
        return send(product.http().client(), product.http().uri("/k8s/" + user.word() + path), Optional.empty(), request);
    }

    /** Asked directly, through us, directly: when the first and the last are the same, ours has to be too. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json | /api/v1/namespaces/OWN/pods
            application/json | /api/v1/namespaces/OWN/pods/web
            application/json | /api/v1/namespaces/OWN/configmaps/plain?pretty=true
            application/yaml | /api/v1/namespaces/OWN/configmaps/plain
            TABLE            | /api/v1/namespaces/OWN/pods
            TABLE            | /api/v1/namespaces/OWN/pods?includeObject=Metadata&labelSelector=app%20in%20(web%2Cb)
            PROTOBUF         | /api/v1/namespaces/OWN/pods
            PROTOBUF         | /apis/apps/v1/namespaces/OWN/deployments
            application/json | /api/v1/namespaces/OWN/pods/none
            TABLE            | /api/v1/namespaces/OWN/pods/none
            PROTOBUF         | /api/v1/namespaces/OWN/pods/none
            application/json | /api/v1/namespaces/OWN/pods?limit=nonsense
            application/json | /apis/nothing.example.com/v1/things
            application/json | /api/v1/namespaces/OWN/pods?fieldSelector=spec.nothing%3D1
            application/json | /api
            application/json | /apis
            application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList | /apis
            application/json | /api/v1
            application/json | /version
            application/json | /openapi/v3
            */*              | /nothing
            */*              | /api/v1/namespaces/OWN/configmaps/a%2Fb
            """)
    void anAnswerIsTheApiServersOwn(String accept, String path) {
        var name = path.replace("OWN", own.name());
        var type = accept.replace("TABLE", TABLE).replace("PROTOBUF", PROTOBUF);
        HttpResponse<byte[]> before;
        HttpResponse<byte[]> ours;
        HttpResponse<byte[]> after = direct(reader, name, HttpRequest.newBuilder().header("Accept", type));
        do {
            before = after;
            ours = through(reader, name, HttpRequest.newBuilder().header("Accept", type));
            after = direct(reader, name, HttpRequest.newBuilder().header("Accept", type));
        } while (!java.util.Arrays.equals(before.body(), after.body()));
        assertThat(ours.statusCode()).isEqualTo(before.statusCode());
        assertThat(ours.headers().firstValue("Content-Type")).isEqualTo(before.headers().firstValue("Content-Type"));
        assertThat(ours.body()).as(new String(ours.body(), StandardCharsets.UTF_8)).isEqualTo(before.body());
    }

    @Test
    void aPackedAnswerStaysPackedByteForByte() {
        var path = "/openapi/v3/apis/apps/v1";
        var wanted = HttpRequest.newBuilder().header("Accept-Encoding", "gzip").header("Accept", "application/json");
        var before = direct(reader, path, wanted.copy());
        var ours = through(reader, path, wanted.copy());
        assertThat(ours.headers().firstValue("Content-Encoding")).isEqualTo(before.headers().firstValue("Content-Encoding"));
        assertThat(ours.body()).isEqualTo(before.body());
    }

    @Test
    void kubectlWorksThroughTheProduct() throws IOException {
        var manifest = Files.writeString(folder.resolve("web.yaml"), MANIFEST).toString();
        assertThat(kubectl("apply", "-f", manifest)).contains("created");
        assertThat(kubectl("apply", "-f", manifest)).contains("unchanged");
        assertThat(kubectl("apply", "--server-side", "--force-conflicts", "-f", manifest)).contains("serverside-applied");
        kubectl("scale", "deployment/web", "--replicas=3");
        kubectl("wait", "--for=condition=Available", "deployment/web", "--timeout=120s");
        assertThat(kubectl("get", "deployment", "web", "--no-headers")).contains("3/3");
        kubectl("patch", "deployment", "web", "-p", "{\"metadata\":{\"annotations\":{\"fresnel\":\"1\"}}}");
        assertThat(own.kubectl("get", "deployment", "web", "-o", "jsonpath={.metadata.annotations.fresnel}")).isEqualTo("1");
        assertThat(kubectl("get", "pods", "-l", "app=web", "-o", "wide")).contains("NOMINATED NODE");
        assertThat(kubectl("describe", "deployment", "web")).contains("Replicas:");
        assertThat(kubectl("delete", "deployment", "web", "--timeout=120s")).contains("deleted");
        assertThat(own.kubectl("get", "deployments", "-o", "name")).isEmpty();
    }

    private static String kubectl(String... arguments) throws IOException {
        return viaProduct(User.ADMIN, arguments).orFail("kubectl " + String.join(" ", arguments)).out();
    }

    /** Without any credential: that of the context is added on the way. */
    private static Command.Outcome viaProduct(User user, String... arguments) throws IOException {
        var none = Files.writeString(folder.resolve("none"), "{}");
        var line = new java.util.ArrayList<>(List.of("--server=" + product.http().uri("/k8s/" + user.word()), "--cache-dir=" + folder.resolve("cache"), "--namespace=" + own.name()));
        line.addAll(List.of(arguments));
        return new Kubectl(cluster.kubectl(user).program(), none).run(line.toArray(String[]::new));
    }

    /** Below the limit of an object, above it, above the limit of a request. */
    @ParameterizedTest
    @CsvSource({"900000, 201", "1500000, 422", "3150000, 413"})
    void aLargeBodyIsJudgedByTheApiServerAlone(int bytes, int status) {
        var path = "/api/v1/namespaces/" + own.name() + "/configmaps?dryRun=All";
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"large\"},\"data\":{\"a\":\"" + "x".repeat(bytes) + "\"}}";
        var direct = direct(reader, path, post(body));
        var ours = through(reader, path, post(body));
        assertThat(ours.statusCode()).isEqualTo(direct.statusCode());
        assertThat(ours.statusCode()).isEqualTo(reader == User.ADMIN ? status : 403);
        if (direct.statusCode() >= 300) {
            assertThat(new String(ours.body(), StandardCharsets.UTF_8)).isEqualTo(new String(direct.body(), StandardCharsets.UTF_8));
        } else {
            assertThat(ours.body()).hasSize(direct.body().length);
        }
    }

    private static HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, /api/v1/secrets", "VIEWER, /api/v1/namespaces/OWN/secrets/canary-secret", "NOBODY, /api/v1/pods", "NOBODY, /api/v1/namespaces/OWN/pods/web", "DEV, /api/v1/namespaces/OWN/pods"})
    void whatAUserMayNotSeeIsForbiddenInTheSameWords(User user, String path) {
        assumeTrue(cluster.kind().real(), "everybody is an administrator of the demo cluster");
        var name = path.replace("OWN", own.name());
        var ours = through(user, name, HttpRequest.newBuilder());
        assertThat(ours.statusCode()).isEqualTo(403);
        assertThat(new String(ours.body(), StandardCharsets.UTF_8)).isEqualTo(new String(direct(user, name, HttpRequest.newBuilder()).body(), StandardCharsets.UTF_8)).doesNotContain("canary-value");
    }

    @Test
    void nobodyWritesWithAnotherUsersRights() throws IOException {
        assumeTrue(cluster.kind().real(), "everybody is an administrator of the demo cluster");
        var outcome = viaProduct(User.VIEWER, "delete", "pod", "web");
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.err()).contains("Forbidden");
        var pretended = HttpRequest.newBuilder().header("Impersonate-User", "admin").header("Impersonate-Group", "system:masters").header("X-Remote-User", "admin");
        assertThat(through(User.NOBODY, "/api/v1/namespaces/" + own.name() + "/secrets", pretended).statusCode()).isEqualTo(403);
    }

    /** The same on the live socket: forbidden in words that name what is missing, and not a byte of what is hidden. */
    @ParameterizedTest
    @CsvSource({"VIEWER, secrets", "NOBODY, secrets", "NOBODY, pods", "DEV, pods"})
    void rowsThatAUserMayNotSeeAreForbiddenInWords(User user, String resource) {
        assumeTrue(cluster.kind().real(), "everybody is an administrator of the demo cluster");
        try (var client = product.live()) {
            var rows = client.open("rows", "{\"clusters\":[\"%s\"],\"resource\":\"%s\",\"namespaces\":[\"%s\"]}".formatted(user.word(), resource, own.name()));
            assertThat(rows.next("age", age -> age.path("state").asText().equals("forbidden")).path("resource").asText()).isEqualTo(resource);
            assertThat(rows.next("closed").path("reason").asText()).isEqualTo("forbidden");
            assertThat(client.frames().toString()).doesNotContain("canary", "\"web\"");
        }
    }

    @Test
    void rowsAreThoseOfKubectl() {
        try (var client = product.live()) {
            var channel = client.open("rows", "{\"clusters\":[\"admin\"],\"resource\":\"pods\",\"sort\":\"namespace,name\",\"window\":{\"limit\":1000}}");
            var ids = Shape.texts(channel.next("ready").path("columns"), "id");
            Await.until("rows equal kubectl get pods -A", () -> {
                try (var other = product.live()) {
                    var rows = other.open("rows", "{\"clusters\":[\"admin\"],\"resource\":\"pods\",\"sort\":\"namespace,name\",\"window\":{\"limit\":1000}}").next("rows", data -> data.path("total").asInt() > 0);
                    var ours = rows.path("rows").valueStream().map(row -> row.path("ns").asText() + " " + row.path("n").asText() + " " + row.path("cells").path(ids.indexOf("ready")).asText() + " " + row.path("cells").path(ids.indexOf("status")).asText()).toList();
                    var theirs = cluster.kubectl(User.ADMIN).out("get", "pods", "-A", "--no-headers").lines().map(line -> String.join(" ", List.of(line.split("\\s+")).subList(0, 4))).toList();
                    assertThat(ours).isEqualTo(theirs);
                    return true;
                }
            });
        }
    }

    @Test
    void aChangeIsOnTheSocketWithinASecond() {
        try (var client = product.live()) {
            var channel = client.open("rows", "{\"clusters\":[\"admin\"],\"resource\":\"configmaps\",\"namespaces\":[\"%s\"]}".formatted(own.name()));
            channel.next("rows", data -> Shape.texts(data.path("rows"), "n").contains("plain"));
            own.kubectl("create", "configmap", "quick", "--from-literal=a=b");
            var begin = System.nanoTime();
            channel.next("delta", data -> Shape.texts(data.path("rows"), "n").contains("quick"));
            if (System.getenv("FRESNEL_BUDGETS") != null) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    /** A client that goes takes its watch with it: the API server's own count of open requests says so. */
    @Test
    void aWatchEndsUpstreamWhenItsClientLeaves() throws IOException, InterruptedException {
        assumeTrue(cluster.kind().real(), "the demo cluster counts no open requests");
        assumeTrue(reader == User.ADMIN, "counting is an administrator's");
        var before = watches();
        var path = "/api/v1/namespaces/" + own.name() + "/podtemplates?watch=true";
        var request = HttpRequest.newBuilder(product.http().uri("/k8s/admin" + path)).build();
        HttpResponse<InputStream> watch = product.http().client().send(request, BodyHandlers.ofInputStream());
        assertThat(watch.statusCode()).isEqualTo(200);
        Await.until("the watch is open upstream", () -> watches() == before + 1);
        watch.body().close();
        Await.until("it has ended upstream", () -> watches() == before);
    }

    private static long watches() {
        var metrics = new String(direct(User.ADMIN, "/metrics", HttpRequest.newBuilder()).body(), StandardCharsets.UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("apiserver_longrunning_requests{") && line.contains("resource=\"podtemplates\"") && line.contains("scope=\"namespace\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    @Test
    void everyContextIsAClusterOfItsName() {
        var clusters = product.http().json("/api/v1/clusters").path("clusters");
        clusters.forEach(Shape::cluster);
        assertThat(Shape.texts(clusters, "id")).contains("admin", "dev", "viewer", "nobody");
        assertThat(clusters).allSatisfy(one -> assertThat(one.path("source").asText()).isEqualTo("kubeconfig"));
        assertThat(Map.of("admin", "up")).allSatisfy((id, state) -> Await.until(id + " is " + state, () -> {
            product.http().get("/k8s/" + id + "/version");
            return Shape.find(product.http().json("/api/v1/clusters").path("clusters"), "id", id).path("state").asText().equals(state);
        }));
    }
}
