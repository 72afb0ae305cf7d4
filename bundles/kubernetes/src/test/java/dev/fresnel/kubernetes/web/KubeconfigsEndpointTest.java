package dev.fresnel.kubernetes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Context;
import dev.fresnel.kubernetes.kubeconfig.Kubeconfig;
import dev.fresnel.kubernetes.kubeconfig.KubeconfigFolder;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigsEndpointTest {
    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://one.example:6443", certificate-authority-data: Q0E=}}]
            users: [{name: admin, user: {token: "true"}}]
            contexts: [{name: prod, context: {cluster: c, user: admin, namespace: shop}}]
            """;

    @TempDir
    Path data;

    private final List<Audit.Line> lines = new ArrayList<>();
    private final Known clusters = new Known();

    /** Clusters by the names of their contexts. */
    private static final class Known implements Clusters {
        final List<String> contexts = new ArrayList<>();

        @Override
        public List<ClusterInfo> list(Principal principal) {
            return contexts.stream()
                    .map(name -> new ClusterInfo(name, name, "kubeconfig", ClusterInfo.State.CONNECTING, Instant.EPOCH, null, null, null, name))
                    .toList();
        }

        @Override
        public Optional<ClusterInfo> find(Principal principal, String id) {
            return list(principal).stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public Discovery discovery(Principal principal, String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable watch(Listener listener) {
            return () -> {};
        }
    }

    private KubeconfigFolder folder() {
        return new KubeconfigFolder(data.resolve("kubeconfigs"));
    }

    private Response post(String text, String query, boolean inCluster) throws Exception {
        return new KubeconfigsEndpoint(clusters, folder(), inCluster, lines::add).handle(new FakeRequest(Method.POST, "/api/v1/kubeconfigs" + query).body(text));
    }

    private void refuses(String text, String code, String words) {
        assertThatThrownBy(() -> post(text, "", false))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertThat(folder().files()).isEmpty();
    }

    @Test
    void keepsAContextInAFileOfItsOwnForTheOwnerAlone() throws Exception {
        assertThat(post(GOOD, "", false).status()).isEqualTo(201);
        Path file = folder().files().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Context context = Kubeconfig.read(folder().files()).contexts().getFirst();
        assertThat(context.name()).isEqualTo("prod");
        assertThat(context.namespace()).isEqualTo("shop");
        assertThat(context.server().url()).isEqualTo("https://one.example:6443");
        assertThat(context.user().token()).isEqualTo("true");
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("clusters.add");
            assertThat(line.object()).isEqualTo("prod");
            assertThat(line.toString()).doesNotContain("Q0E=");
        });
    }

    @Test
    void aUserOfAnotherFileIsNeverTakenForOneOfThisFile() throws Exception {
        Path mine = Files.writeString(data.resolve("mine"), GOOD.replace("\"true\"", "secret").replace("name: prod", "name: mine"));
        post(GOOD, "", false);
        var files = new ArrayList<>(List.of(mine));
        files.addAll(folder().files());
        assertThat(Kubeconfig.read(files).contexts()).extracting(context -> context.name() + " " + context.user().token()).containsExactly("mine secret", "prod true");
    }

    @Test
    void aNameThatThereIsGetsANumber() throws Exception {
        clusters.contexts.add("prod");
        post(GOOD, "", false);
        assertThat(folder().contexts()).containsExactly("prod (2)");
        assertThat(folder().remove("prod (2)")).isTrue();
        assertThat(folder().remove("prod (2)")).isFalse();
    }

    @Test
    void whatIsNoKubeconfigIsRefusedInWords() {
        refuses("a: [", "KUBECONFIG_UNREADABLE", "not YAML");
        refuses("just text", "KUBECONFIG_UNREADABLE", "no kubeconfig");
        refuses("", "KUBECONFIG_UNFIT", "no contexts");
        refuses("kind: Deployment\nmetadata: {name: web}", "KUBECONFIG_UNFIT", "kind Deployment");
        refuses(GOOD.replace("cluster: c,", "cluster: other,"), "KUBECONFIG_UNFIT", "does not describe");
        refuses(GOOD.replace("https://one.example:6443", "nothing://x y"), "KUBECONFIG_UNFIT", "no usable URL");
        refuses(GOOD.replace("token: \"true\"", "tokenFile: /home/me/.ssh/key"), "KUBECONFIG_FILES", "--flatten");
        refuses("# " + "x".repeat(1 << 20), "KUBECONFIG_UNFIT", "longer than 1 MB");
    }

    @Test
    void aProgramRunsOnlyAfterSomebodySaidSo() throws Exception {
        String runs = GOOD.replace("token: \"true\"", "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [\"-c\", evil]}");
        assertThatThrownBy(() -> post(runs, "", false)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("KUBECONFIG_RUNS");
            assertThat(problem.args()).isEqualTo(Map.of("commands", List.of("sh -c evil")));
        });
        assertThat(folder().files()).isEmpty();
        assertThat(post(runs, "?run=true", false).status()).isEqualTo(201);
    }

    @Test
    void aServerForManyTakesNone() {
        assertThatThrownBy(() -> post(GOOD, "", true)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("KUBECONFIG_FORBIDDEN"));
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.result()).isEqualTo(Audit.Result.REFUSED));
        assertThat(folder().files()).isEmpty();
    }
}
