package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One cluster from its start to its end; the order matters where a test ends something. */
@EnabledIf(value = TestbedThere.CONDITION, disabledReason = TestbedThere.REASON)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class UpAndDownIT {
    private Testbed testbed;
    private Kubectl admin;

    @BeforeAll
    void up(@TempDir Path folder) {
        testbed = Testbed.at(folder.resolve("state"));
        testbed.up(Wish.usual().from(18_443).withNodes(2));
        admin = testbed.kubectl(User.ADMIN);
    }

    @AfterAll
    void down() {
        if (admin != null) {
            testbed.down(true);
        }
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "ADMIN,  delete, namespaces,  default, yes",
        "ADMIN,  get,    secrets,     default, yes",
        "DEV,    create, deployments, dev,     yes",
        "DEV,    list,   pods,        default, no",
        "DEV,    list,   nodes,       default, no",
        "VIEWER, list,   pods,        default, yes",
        "VIEWER, get,    secrets,     default, no",
        "VIEWER, delete, pods,        default, no",
        "NOBODY, list,   pods,        dev,     no"})
    void eachUserMayWhatTheNameSays(User user, String verb, String resource, String namespace, String answer) {
        assertThat(testbed.kubectl(user).run("auth", "can-i", verb, resource, "-n", namespace).out().strip()).isEqualTo(answer);
    }

    @Test
    @Order(1)
    void theAdministratorMayComeByCertificateToo() {
        Kubectl byCertificate = new Kubectl(admin.program(), testbed.certificateKubeconfig());

        assertThat(byCertificate.out("auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.groups}"))
                .startsWith("admin-cert").contains("system:masters");
    }

    @Test
    @Order(1)
    void aDeploymentBecomesReadyOnTheNodes() {
        admin.out("-n", "dev", "create", "deployment", "web", "--image=nginx:1", "--replicas=4");
        admin.out("-n", "dev", "rollout", "status", "deployment", "web", "--timeout=120s");

        assertThat(admin.out("-n", "dev", "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}")).contains("node-1", "node-2");
    }

    @Test
    @Order(2)
    void logsComeFromTheFileAndFollowIt() throws Exception {
        String pod = admin.out("-n", "dev", "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}");
        assertThat(admin.out("-n", "dev", "logs", pod, "--tail=1")).startsWith("line 200:");

        Process follower = new ProcessBuilder(admin.program().toString(), "--kubeconfig=" + admin.kubeconfig(), "-n", "dev", "logs", "-f",
                pod, "--tail=1").redirectErrorStream(true).start();
        try (var lines = follower.inputReader()) {
            assertThat(lines.readLine()).startsWith("line 200:");
            Files.writeString(testbed.podLog(), Instant.now() + " stdout F appended by a test\n", StandardOpenOption.APPEND);
            assertThat(lines.readLine()).isEqualTo("appended by a test");
        } finally {
            follower.destroy();
        }
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource({"crashloop, CrashLoopBackOff, Error", "oom, CrashLoopBackOff, OOMKilled", "imagepull, ImagePullBackOff, ''"})
    void aLabelBringsTrouble(String state, String waiting, String before) {
        String name = "bad-" + state;
        admin.out("-n", "dev", "run", name, "--image=nginx:1", "--labels=testbed/state=" + state);
        admin.out("-n", "dev", "wait", "pod/" + name, "--timeout=120s", "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=" + waiting);

        assertThat(admin.out("-n", "dev", "get", "pod", name, "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.reason}")).isEqualTo(before);
    }

    @Test
    @Order(2)
    void crashesAreCounted() {
        admin.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: often, namespace: dev, labels: {testbed/state: crashloop}, annotations: {testbed/crash-after: 200ms}}
                spec: {containers: [{name: main, image: "nginx:1"}]}
                """);

        // not "wait": by the time it looks there may be more
        Eventually.holds(() -> restarts("often") >= 3);
    }

    private int restarts(String pod) {
        String told = admin.run("-n", "dev", "get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].restartCount}").out();
        return told.isBlank() ? 0 : Integer.parseInt(told.strip());
    }

    @Test
    @Order(2)
    void aNodeGoesDownAndComesBackByLabel() {
        admin.out("label", "node", "node-2", "testbed/state=down");
        admin.out("wait", "node/node-2", "--for=condition=Ready=false", "--timeout=120s");

        admin.out("label", "node", "node-2", "testbed/state-");
        admin.out("wait", "node/node-2", "--for=condition=Ready", "--timeout=120s");
    }

    @Test
    @Order(2)
    void aClaimIsBoundToAVolume() {
        admin.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: dev}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);

        admin.out("-n", "dev", "wait", "pvc/data", "--for=jsonpath={.status.phase}=Bound", "--timeout=120s");
    }

    @Test
    @Order(2)
    void commandsInContainersRunAsNobody() {
        assumeTrue(Wish.usual().exec(), "exec needs root");

        assertThat(admin.out("-n", "dev", "exec", "deployment/web", "--", "sh", "-c", "id -un; env")).startsWith("nobody").doesNotContain("KUBECONFIG", "JAVA_HOME");
    }

    @Test
    @Order(2)
    void theProxiesReachServicesPodsAndNodes() {
        admin.out("-n", "dev", "create", "service", "clusterip", "web", "--tcp=80:8080");
        String pod = admin.out("-n", "dev", "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name} {.items[0].status.podIP}").strip();
        String[] nameAndAddress = pod.split(" ");

        assertThat(admin.out("get", "--raw", "/api/v1/namespaces/dev/pods/" + nameAndAddress[0] + ":8080/proxy/a?b=c"))
                .isEqualTo("pod at " + nameAndAddress[1] + ":8080: GET /a?b=c HTTP/1.1\n");
        assertThat(admin.out("get", "--raw", "/api/v1/nodes/node-1/proxy/healthz")).isEqualTo("ok");
        Eventually.holds(() -> admin.run("get", "--raw", "/api/v1/namespaces/dev/services/web:80/proxy/x").out().matches("pod at 10\\.244\\S+:8080: GET /x HTTP/1.1\n"));
    }

    @Test
    @Order(2)
    void upAgainLeavesWhatRunsAlone() {
        List<Long> before = testbed.pids();

        Testbed.at(testbed.folder()).up(Wish.usual());

        assertThat(testbed.pids()).isEqualTo(before);
        assertThatThrownBy(() -> testbed.up(Wish.usual().withPort(18_000))).isInstanceOf(TestbedFailure.class).hasMessageContaining("already");
    }

    @Test
    @Order(3)
    void everythingListensOnLoopbackAlone() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "needs Linux");
        Ports ports = new Ports(testbed.server().getPort());

        for (int port = ports.api(); port <= ports.kwok(); port++) {
            assertThat(listeners(port)).as("port %d", port).containsExactly("0100007F");
        }
    }

    @Test
    @Order(4)
    void aRestartOfTheApiServerExpiresOldVersions() {
        testbed.restartApiServer();

        String events = admin.run("get", "--raw", "/api/v1/namespaces/dev/pods?watch=true&resourceVersion=1&timeoutSeconds=5").out();
        assertThat(events).contains("\"type\":\"ERROR\"", "\"reason\":\"Expired\"", "\"code\":410");
        Eventually.holds(() -> admin.run("-n", "dev", "get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}").out().equals("4"));
    }

    @Test
    @Order(5)
    void downKeepsTheObjectsAndUpFindsThem() {
        testbed.down(false);
        assertThat(testbed.running()).isFalse();

        testbed.up(Wish.usual().withNodes(2));

        assertThat(admin.out("-n", "dev", "get", "deployment", "web", "-o", "name").strip()).isEqualTo("deployment.apps/web");
    }

    @Test
    @Order(6)
    void downLeavesNoProcessNoPortAndOnRequestNoFile() {
        List<Long> pids = testbed.pids();
        Ports ports = new Ports(testbed.server().getPort());
        assertThat(pids).hasSize(6);

        testbed.down(true);

        assertThat(pids).noneMatch(Daemon::lives);
        assertThat(ports.taken()).isEmpty();
        assertThat(testbed.folder()).doesNotExist();
    }

    /** The local addresses, as the kernel writes them, on which somebody listens at this port. */
    private static List<String> listeners(int port) throws Exception {
        String hex = "%04X".formatted(port);
        List<String> rows = Files.readAllLines(Path.of("/proc/net/tcp"));
        List<String> six = Files.readAllLines(Path.of("/proc/net/tcp6"));
        return java.util.stream.Stream.concat(rows.stream(), six.stream()).map(row -> row.strip().split("\\s+"))
                .filter(fields -> fields.length > 3 && fields[3].equals("0A") && fields[1].endsWith(":" + hex)).map(fields -> fields[1].split(":")[0]).toList();
    }
}
