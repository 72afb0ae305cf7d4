package dev.fresnel.democluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.democluster.scenario.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl on the living cluster. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KubectlTest {
    private static Optional<HttpFront> front = Optional.empty();
    private static Optional<Thread> life = Optional.empty();

    @TempDir
    private Path home;

    private record Result(int code, String text) {}

    @BeforeAll
    static void begin() throws IOException {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        assumeTrue(there, "kubectl is not on the PATH");
        World world = new World(3, InstantSource.system());
        world.populate();
        front = Optional.of(new HttpFront(world.server(), 0));
        life = Optional.of(Thread.ofPlatform().daemon().start(() -> {
            try {
                while (world.awaitWork(100)) {
                    world.step();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @AfterAll
    static void stop() {
        life.ifPresent(Thread::interrupt);
        front.ifPresent(HttpFront::close);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--server", front.orElseThrow().uri().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("none").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), text);
    }

    private String kubectl(String line) throws IOException, InterruptedException {
        Result result = run(line.split(" "));
        assertThat(result.code()).as("kubectl %s%n%s", line, result.text()).isZero();
        return result.text();
    }

    private String file(String yaml) throws IOException {
        Path file = Files.createTempFile(home, "object", ".yaml");
        Files.writeString(file, yaml);
        return file.toString();
    }

    private static String deployment(String name, String image) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: " + name + "}}\n"
                + "  template:\n    metadata: {labels: {app: " + name + "}}\n    spec:\n      containers: [{name: c, image: \"" + image + "\"}]\n";
    }

    @Test
    void discovers() throws Exception {
        assertThat(kubectl("version")).contains("Server Version: v1.36.1");
        assertThat(kubectl("api-resources")).contains("deploy", "nodepools", "scaledobjects", "PodMetrics");
        assertThat(kubectl("cluster-info")).contains("is running at");
        assertThat(kubectl("explain deployment.spec.strategy")).contains("FIELD: strategy", "rollingUpdate");
        assertThat(kubectl("explain nodepool.spec.limits")).contains("GROUP:      karpenter.sh");
        assertThat(kubectl("auth can-i delete pods")).isEqualTo("yes\n");
        assertThat(kubectl("auth can-i --list")).contains("*.*");
        assertThat(kubectl("auth whoami")).contains("demo-admin");
    }

    @Test
    void reads() throws Exception {
        assertThat(kubectl("get pods -A")).contains("CrashLoopBackOff", "storefront", "kube-proxy");
        assertThat(kubectl("get nodes -o wide")).contains("INTERNAL-IP", "Amazon Linux", "(amd64)");
        assertThat(kubectl("get pods -n shop -l app.kubernetes.io/name=cart -o name")).matches("(pod/cart-\\S+\\n)+");
        assertThat(run("get", "pods", "-n", "shop", "-l", "app.kubernetes.io/name in (cart,orders),team notin (x)", "-o", "name").text()).contains("pod/orders-", "pod/cart-");
        assertThat(kubectl("get pods -A --field-selector=status.phase=Pending")).contains("vector-encoder").doesNotContain("valkey");
        assertThat(kubectl("get deploy -n shop --sort-by=.metadata.name --chunk-size=3 -o custom-columns=N:.metadata.name")).startsWith("N\ncart\ncatalog\ncheckout\n");
        assertThat(kubectl("get nodepools,scaledobjects -A")).contains("nodepool.karpenter.sh/general", "scaledobject.keda.sh/invoice-worker");
        assertThat(kubectl("describe node -l eks.amazonaws.com/nodegroup=system")).contains("Non-terminated Pods", "kube-proxy");
        assertThat(kubectl("describe pods -n search -l app.kubernetes.io/name=vector-encoder")).contains("FailedScheduling", "karpenter", "default-scheduler");
        assertThat(kubectl("describe scaledobject -n data returns-worker")).contains("ScaledObjectCheckFailed");
        assertThat(kubectl("top nodes")).contains("CPU(cores)", "ip-10-0-1-21");
        assertThat(kubectl("top pods -n shop")).contains("storefront");
        assertThat(kubectl("logs -n shop deploy/storefront --tail=5")).contains("GET");
        assertThat(kubectl("logs -n payments deploy/fraud-scorer --previous --tail=2")).contains("KeyError: 'FEATURE_STORE_TOKEN'");
        assertThat(kubectl("get events -n data")).contains("LAST SEEN");
    }

    @Test
    void createsTypedObjects() throws Exception {
        kubectl("create ns typed");
        kubectl("-n typed create configmap cm --from-literal=a=b");
        kubectl("-n typed create secret generic s --from-literal=a=b");
        kubectl("-n typed create deployment web --image=nginx --replicas=2 --port=80");
        kubectl("-n typed create job hello --image=busybox");
        kubectl("-n typed create role r --verb=get --resource=pods");
        kubectl("-n typed create ingress i --rule=a.example/x=web:80");
        assertThat(kubectl("-n typed expose deploy web")).contains("service/web exposed");
        assertThat(kubectl("-n typed create token default")).contains(".");
        assertThat(kubectl("-n typed run once --image=busybox --restart=Never")).contains("pod/once created");
        assertThat(kubectl("-n typed get ing i -o jsonpath={.spec.rules[0].host}")).isEqualTo("a.example");
        kubectl("-n typed rollout status deploy/web --timeout=120s");
        kubectl("-n typed wait --for=condition=complete job/hello --timeout=120s");
        assertThat(kubectl("-n typed get endpointslices")).contains("web-");
        assertThat(kubectl("-n typed set image deploy/web nginx=nginx:1.29")).contains("image updated");
        kubectl("-n typed rollout status deploy/web --timeout=120s");
        kubectl("-n typed rollout restart deploy/web");
        kubectl("-n typed scale deploy web --replicas=1");
        kubectl("-n typed wait --for=jsonpath={.status.readyReplicas}=1 deploy/web --timeout=120s");
        kubectl("-n typed label deploy web a=b");
        kubectl("-n typed annotate deploy web c=d");
        kubectl("-n typed patch deploy web --type=json -p [{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true}]");
        kubectl("-n typed patch deploy web --type=merge -p {\"spec\":{\"paused\":false}}");
        kubectl("-n typed patch deploy web -p {\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"nginx\",\"tty\":true}]}}}}");
        assertThat(kubectl("-n typed delete deploy web --cascade=foreground --timeout=120s")).contains("deleted");
        assertThat(kubectl("delete ns typed --timeout=120s")).contains("deleted");
        assertThat(run("get", "ns", "typed").text()).contains("namespaces \"typed\" not found");
    }

    @Test
    void applies() throws Exception {
        String first = file(deployment("applied", "nginx:1"));
        String second = file(deployment("applied", "nginx:2"));
        assertThat(kubectl("apply -f " + first)).isEqualTo("deployment.apps/applied created\n");
        assertThat(kubectl("apply -f " + first)).isEqualTo("deployment.apps/applied unchanged\n");
        assertThat(run("diff", "-f", second).text()).contains("-      - image: nginx:1", "+      - image: nginx:2");
        assertThat(kubectl("apply --dry-run=server -f " + second)).contains("configured (server dry run)");
        assertThat(kubectl("get deploy applied -o jsonpath={..image}")).isEqualTo("nginx:1");
        assertThat(kubectl("apply -f " + second)).contains("configured");
        assertThat(kubectl("apply --server-side --force-conflicts -f " + file(deployment("applied", "nginx:3")))).contains("serverside-applied");
        assertThat(kubectl("get deploy applied -o jsonpath={..image}")).isEqualTo("nginx:3");
        String bogus = file(deployment("bogus", "nginx").replace("  replicas: 2", "  replicaz: 2"));
        assertThat(run("apply", "-f", bogus).text()).contains("strict decoding error: unknown field \"spec.replicaz\"");
        assertThat(kubectl("apply --validate=warn -f " + bogus)).contains("Warning: unknown field \"spec.replicaz\"");
        kubectl("delete deploy applied bogus");
    }

    @Test
    void drains() throws Exception {
        String node = kubectl("get nodes -l karpenter.sh/capacity-type=on-demand -o name").lines().findFirst().orElseThrow().replace("node/", "");
        assertThat(kubectl("drain " + node + " --ignore-daemonsets --delete-emptydir-data --force --timeout=120s")).contains("evicted", "drained");
        assertThat(kubectl("get node " + node)).contains("Ready,SchedulingDisabled");
        assertThat(kubectl("get pods -A --field-selector=spec.nodeName=" + node + " -o jsonpath={..ownerReferences[*].kind}")).matches("(DaemonSet ?)+");
        assertThat(kubectl("uncordon " + node)).contains("uncordoned");
    }

    @Test
    void watches() throws Exception {
        kubectl("create deployment seen --image=nginx");
        kubectl("rollout status deploy/seen --timeout=120s");
        Process watch = start("get", "pods", "-w", "-l", "app=seen", "--request-timeout=120s");
        try (var lines = watch.inputReader()) {
            // What is there has come: from here on it tells all that happens, however late it looks.
            assertThat(said(lines, "1/1 +Running")).doesNotContain("ContainerCreating");
            kubectl("scale deploy seen --replicas=2");
            said(lines, "(seen-\\S+) +0/1 +ContainerCreating[\\s\\S]*\\1 +1/1 +Running");
        } finally {
            watch.destroyForcibly();
        }
        kubectl("delete deployment seen");
    }

    private static String said(BufferedReader lines, String expected) throws IOException {
        Pattern pattern = Pattern.compile(expected);
        StringBuilder text = new StringBuilder();
        while (!pattern.matcher(text).find()) {
            String line = lines.readLine();
            assertThat(line).as("%s after%n%s", expected, text).isNotNull();
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
