package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Check 2: one user fills every cache, then others and nobody ask the same, all at once; each gets what the API server gives them. */
@ClusterTest
class CrossTalkIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final int REQUESTS = SOAK ? 100_000 : 2000;
    private static final int PARALLEL = SOAK ? 200 : 50;

    @TempDir
    Path folder;

    private record Who(String name, String token) {}

    @Test
    void nobodyIsAnsweredWithAnothersRights(TestCluster cluster, TestNamespace own) throws Exception {
        assumeTrue(cluster.kind().real(), "everybody is an administrator of the demo cluster");
        own.kubectl("create", "secret", "generic", "canary-secret", "--from-literal=password=canary-value");
        own.kubectl("create", "configmap", "plain", "--from-literal=a=b");
        var paths = List.of(
                "/api/v1/namespaces/" + own.name() + "/secrets/canary-secret", "/api/v1/namespaces/" + own.name() + "/configmaps/plain",
                "/api/v1/namespaces/" + own.name() + "/secrets", "/api/v1/nodes", "/api/v1/secrets?limit=1", "/apis/apps/v1/namespaces/dev/deployments");
        try (var contexts = new Contexts(cluster); var product = Product.startWithKey("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString(), "--home-cluster", "admin")) {
            var users = new ArrayList<Who>();
            for (User user : User.values()) {
                contexts.direct(user).token().ifPresent(token -> users.add(new Who(user.word(), token)));
            }
            assertThat(users).hasSizeGreaterThan(2);
            var expected = expected(contexts, users, paths);
            assertThat(Map.copyOf(expected).values()).as("users differ").contains(200, 403);
            users.add(new Who("anonymous", ""));
            users.add(new Who("unknown", "nothing"));
            var wrong = new ConcurrentLinkedQueue<String>();
            try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(); var pool = Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
                for (int number = 0; number < REQUESTS; number++) {
                    var random = new Random(number);
                    var who = users.get(random.nextInt(users.size()));
                    var path = random.nextInt(paths.size() + 1) < paths.size() ? paths.get(random.nextInt(paths.size())) : "";
                    pool.submit(() -> ask(client, product, who, path, expected, wrong));
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static Map<String, Integer> expected(Contexts contexts, List<Who> users, List<String> paths) throws IOException, InterruptedException {
        var expected = new HashMap<String, Integer>();
        for (User user : User.values()) {
            var direct = contexts.direct(user);
            if (users.stream().anyMatch(who -> who.name().equals(user.word()))) {
                for (var path : paths) {
                    var request = HttpRequest.newBuilder(URI.create(direct.server() + path)).header("Authorization", "Bearer " + direct.token().orElseThrow()).build();
                    expected.put(user.word() + " " + path, direct.client().send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
                }
            }
        }
        return expected;
    }

    private static void ask(HttpClient client, Product product, Who who, String path, Map<String, Integer> expected, ConcurrentLinkedQueue<String> wrong) {
        var request = HttpRequest.newBuilder(product.http().uri(path.isEmpty() ? "/api/v1/me" : "/k8s/admin" + path));
        if (!who.token().isEmpty()) {
            request.header("Authorization", "Bearer " + who.token());
        }
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean known = !who.name().equals("anonymous") && !who.name().equals("unknown");
            int should = !known ? 401 : path.isEmpty() ? 200 : expected.get(who.name() + " " + path);
            boolean others = path.isEmpty() && known && !answer.body().contains(who.name());
            boolean leak = should != 200 && answer.body().contains("Y2FuYXJ5LXZhbHVl"); // canary-value
            if (answer.statusCode() != should && !(who.name().equals("unknown") && answer.statusCode() == 429) || others || leak) {
                wrong.add(who.name() + " " + path + ": " + answer.statusCode() + " instead of " + should + " " + answer.body());
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
