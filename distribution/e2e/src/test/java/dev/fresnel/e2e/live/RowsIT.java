package dev.fresnel.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.e2e.live.LiveClient.Channel;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of the started product beside {@code kubectl get} of the same user, on a real API server. */
@ClusterTest
class RowsIT {
    /** Their order is the server's own, or they change all the time; events are looked at in one namespace. */
    private static final boolean BUDGETS = "1".equals(System.getenv("FRESNEL_BUDGETS"));
    private static final Set<String> OTHERWISE =
            Set.of("componentstatuses", "flowschemas.flowcontrol.apiserver.k8s.io", "events", "events.events.k8s.io", "leases.coordination.k8s.io");

    /** How long what changes is looked at for a moment at which both say the same. */
    private static final Duration MOMENTS = Duration.ofSeconds(60);
    private static final Pattern AGE = Pattern.compile("\\b(\\d+[ydhms])+\\b");
    private static final Pattern PART = Pattern.compile("(\\d+)([ydhms])");
    private static final Map<String, Long> SECONDS = Map.of("y", 31_536_000L, "d", 86_400L, "h", 3_600L, "m", 60L, "s", 1L);

    private static Product admin;
    private static Product dev;

    @BeforeAll
    static void start(TestCluster cluster) {
        admin = Product.start(cluster.kubeconfig(User.ADMIN));
        dev = Product.start(cluster.kubeconfig(User.DEV));
    }

    @AfterAll
    static void stop() {
        for (Product product : new Product[] {admin, dev}) {
            if (product != null) {
                product.close();
            }
        }
    }

    private static String cluster(Product product) throws Exception {
        for (JsonNode one : new ObjectMapper().readTree(product.get("/api/v1/clusters").body()).path("clusters")) {
            if (one.path("source").asText().equals("kubeconfig")) {
                return one.path("id").asText();
            }
        }
        throw new AssertionError("no cluster of the kubeconfig");
    }

    private static String rows(Product product, String resource, String more) throws Exception {
        return "{\"clusters\":[\"" + cluster(product) + "\"],\"resource\":\"" + resource + "\",\"window\":{\"limit\":1000}" + more + "}";
    }

    private static void workloads(TestNamespace own) {
        own.kubectl("create", "deployment", "web", "--image=nginx", "--replicas=3");
        own.kubectl("run", "broken", "--image=nginx", "--labels=testbed/state=crashloop");
        own.kubectl("run", "pull", "--image=nginx", "--labels=testbed/state=imagepull");
        own.kubectl("create", "cronjob", "tick", "--image=nginx", "--schedule=* * * * *");
        own.kubectl("create", "job", "once", "--image=nginx");
        own.kubectl("create", "configmap", "settings", "--from-literal=a=b", "--from-literal=c=d");
        own.kubectl("create", "secret", "generic", "login", "--from-literal=password=VALUE-CANARY");
        own.kubectl("create", "service", "clusterip", "web", "--tcp=80");
    }

    /** Header, order, cells: all equal at one moment; ages tick, so a few moments are looked at. */
    private static void equalsKubectl(TestCluster cluster, LiveClient client, String params, String resource, String... scope) {
        List<String> command = new ArrayList<>(List.of("get", resource));
        command.addAll(List.of(scope));
        String seen = "";
        long end = System.nanoTime() + MOMENTS.toNanos();
        for (int attempt = 0; attempt < 30 || System.nanoTime() < end; attempt++) {
            List<List<String>> before;
            List<List<String>> after;
            Printed printed;
            List<String> columns;
            try (Channel first = client.open("rows", params).loaded()) {
                before = first.printed();
                printed = Printed.of(cluster.kubectl(User.ADMIN).out(command.toArray(String[]::new)));
                try (Channel second = client.open("rows", params).loaded()) {
                    after = second.printed();
                    columns = second.columns();
                }
            }
            List<String> header = new ArrayList<>(columns);
            if (printed.header().contains("NAMESPACE")) {
                header.addFirst("NAMESPACE");
            } else {
                before.stream().filter(row -> row.size() > header.size()).forEach(List::removeFirst);
                after.stream().filter(row -> row.size() > header.size()).forEach(List::removeFirst);
            }
            if ((printed.header().isEmpty() || printed.header().equals(header)) && between(before, printed.lines(), after)) {
                return;
            }
            seen = header + "\n" + before + "\n" + after + "\nkubectl: " + printed;
        }
        throw new AssertionError(resource + " differs from kubectl:\n" + seen);
    }

    private static boolean between(List<List<String>> before, List<List<String>> printed, List<List<String>> after) {
        if (before.size() != printed.size() || after.size() != printed.size()) {
            return false;
        }
        for (int i = 0; i < printed.size(); i++) {
            for (int j = 0; j < printed.get(i).size(); j++) {
                String cell = printed.get(i).get(j);
                if (before.get(i).size() != printed.get(i).size()
                        || !cell.equals(before.get(i).get(j)) && !cell.equals(after.get(i).get(j)) && !older(before.get(i).get(j), cell, after.get(i).get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the three are the same but for ages, and those in this order: on a busy machine seconds pass from one to the next. */
    private static boolean older(String before, String cell, String after) {
        List<Long> first = ages(before);
        List<Long> second = ages(cell);
        List<Long> third = ages(after);
        String words = AGE.matcher(cell).replaceAll("AGE");
        return !second.isEmpty() && words.equals(AGE.matcher(before).replaceAll("AGE")) && words.equals(AGE.matcher(after).replaceAll("AGE"))
                && IntStream.range(0, second.size()).allMatch(i -> first.get(i) <= second.get(i) && second.get(i) <= third.get(i));
    }

    private static List<Long> ages(String cell) {
        return AGE.matcher(cell).results().map(age -> PART.matcher(age.group()).results()
                .mapToLong(part -> Long.parseLong(part.group(1)) * SECONDS.get(part.group(2))).sum()).toList();
    }

    @Test
    void everyKindPrintsWhatKubectlPrints(TestCluster cluster, TestNamespace own) throws Exception {
        workloads(own);
        try (LiveClient client = new LiveClient(admin.live())) {
            client.open("rows", rows(admin, "pods", ",\"namespaces\":[\"" + own + "\"]"))
                    .until("restarts of the broken pod", channel -> channel.printed().stream().anyMatch(row -> row.get(1).equals("broken") && row.get(4).contains("ago")), Duration.ofSeconds(180));
            for (JsonNode kind : new ObjectMapper().readTree(admin.get("/api/v1/clusters/" + cluster(admin) + "/kinds").body()).path("kinds")) {
                String id = kind.path("resource").asText() + (kind.path("group").asText().isEmpty() ? "" : "." + kind.path("group").asText());
                if (kind.path("verbs").toString().contains("\"list\"") && !OTHERWISE.contains(id)) {
                    equalsKubectl(cluster, client, rows(admin, id, ""), id, "-A");
                }
            }
            equalsKubectl(cluster, client, rows(admin, "events", ",\"namespaces\":[\"" + own + "\"]"), "events", "-n", own.name());
            equalsKubectl(cluster, client, rows(admin, "pods", ",\"wide\":true"), "pods", "-A", "-o", "wide");
            equalsKubectl(cluster, client, rows(admin, "pods", ",\"filter\":{\"labels\":\"app in (web)\"}"), "pods", "-A", "-l", "app in (web)");
        }
    }

    /** {@code kubectl -o custom-columns}, {@code -L} and {@code --show-labels} beside our columns, over objects in many states. */
    @Test
    void columnsOfOursSayWhatKubectlSays(TestCluster cluster, TestNamespace own) throws Exception {
        workloads(own);
        Map<String, String> pods = new LinkedHashMap<>();
        pods.put("NAME", "metadata.name");
        pods.put("NODE", ".spec.nodeName");
        pods.put("IMAGES", ".spec.containers[*].image");
        pods.put("REASON", ".status.containerStatuses[*].lastState.terminated.reason");
        pods.put("CODE", ".status.containerStatuses[0].lastState.terminated.exitCode");
        pods.put("TYPES", ".status.conditions[*].type");
        pods.put("READY", ".status.conditions[?(@.type==\"Ready\")].status");
        pods.put("OWNER", ".metadata.ownerReferences[0].kind");
        pods.put("HASH", ".metadata.labels.pod-template-hash");
        pods.put("SELECTOR", ".spec.nodeSelector");
        pods.put("PROBE", ".spec.tolerations[0:1].key");
        pods.put("ALL", "..containerID");
        try (LiveClient client = new LiveClient(admin.live())) {
            client.open("rows", rows(admin, "pods", ",\"namespaces\":[\"" + own + "\"]"))
                    .until("restarts of the broken pod", channel -> channel.printed().stream().anyMatch(row -> row.get(1).equals("broken") && row.get(4).contains("ago")), Duration.ofSeconds(180));
            customColumns(cluster, client, own, "pods", pods);
            customColumns(cluster, client, own, "deployments.apps", Map.of("NAME", "metadata.name", "WANTED", ".spec.replicas", "TEMPLATE", ".spec.template.metadata.labels"));
            List<String> columns = List.of("name", "label:app", "label:none", "labels");
            labels(cluster, client, own, columns);
            Channel shown = client.open("rows", rows(admin, "pods", ",\"namespaces\":[\"" + own + "\"],\"columns\":[\"name\",\"owner\",\"last-restart\",\"condition:Ready\"]")).loaded();
            // owners of owners are another list's, and what crashes goes from state to state
            shown.until("owner and no restart", channel -> channel.printed().stream()
                    .anyMatch(row -> row.get(1).startsWith("web-") && row.get(2).equals("Deployment/web") && row.get(3).equals("<none>")));
            shown.until("restart of the broken pod", channel -> channel.printed().stream()
                    .anyMatch(row -> row.get(1).equals("broken") && row.get(3).matches("Error \\d+ \\S+ \\(\\w+ ago\\)") && row.get(4).equals("False")));
        }
    }

    private static void customColumns(TestCluster cluster, LiveClient client, TestNamespace own, String resource, Map<String, String> paths) throws Exception {
        String spec = String.join(",", paths.entrySet().stream().map(one -> one.getKey() + ":" + one.getValue()).toList());
        List<String> ids = paths.values().stream().map(path -> path.equals("metadata.name") ? "name" : "path:" + path).toList();
        String params = rows(admin, resource, ",\"namespaces\":[\"" + own + "\"],\"columns\":" + new ObjectMapper().writeValueAsString(ids));
        same(client, params, () -> cluster.kubectl(User.ADMIN).out("get", resource, "-n", own.name(), "-o", "custom-columns=" + spec).lines().skip(1)
                .map(line -> List.of(line.strip().split(" {2,}"))).toList());
    }

    private static void labels(TestCluster cluster, LiveClient client, TestNamespace own, List<String> ids) throws Exception {
        String params = rows(admin, "pods", ",\"namespaces\":[\"" + own + "\"],\"columns\":" + new ObjectMapper().writeValueAsString(ids));
        same(client, params, () -> Printed.of(cluster.kubectl(User.ADMIN).out("get", "pods", "-n", own.name(), "-L", "app,none", "--show-labels")).lines().stream()
                .map(line -> List.of(line.getFirst(), line.get(5), line.get(6), line.get(7))).toList());
    }

    /** Objects change while both are asked. */
    private static void same(LiveClient client, String params, java.util.function.Supplier<List<List<String>>> kubectl) {
        List<List<String>> mine = List.of();
        List<List<String>> theirs = List.of();
        long end = System.nanoTime() + MOMENTS.toNanos();
        for (int attempt = 0; attempt < 20 || System.nanoTime() < end; attempt++) {
            try (Channel channel = client.open("rows", params).loaded()) {
                theirs = kubectl.get();
                mine = channel.printed().stream().map(row -> row.subList(1, row.size())).toList();
                if (mine.equals(theirs)) {
                    return;
                }
            }
        }
        assertThat(mine).isEqualTo(theirs);
    }

    @Test
    void usageIsWhatKubectlTopSays(TestCluster cluster, TestNamespace own) throws Exception {
        Assumptions.assumeTrue(cluster.kubectl(User.ADMIN).run("get", "--raw", "/apis/metrics.k8s.io/v1beta1").exit() != 0, "a metrics server would answer for itself");
        own.kubectl("create", "deployment", "web", "--image=nginx", "--replicas=3");
        Path file = Files.createTempFile("usage", ".yaml");
        try (LiveClient client = new LiveClient(admin.live())) {
            String mine = rows(admin, "pods", ",\"namespaces\":[\"" + own + "\"],\"columns\":[\"name\",\"cpu\",\"memory\"]");
            Channel before = client.open("rows", mine).loaded();
            before.until("three pods", channel -> channel.rows().size() == 3);
            before.until("it is said that there are no metrics", channel -> channel.last().at("/notes/0/state").asText().equals("absent"));
            assertThat(before.printed()).allSatisfy(row -> assertThat(row.get(2)).isEmpty());
            Files.writeString(file, Usages.definition());
            cluster.kubectl(User.ADMIN).run("apply", "-f", file.toString()).orFail("definition");
            // kubectl wait fails on a definition that has no conditions yet
            Await.until("metrics are served", () -> cluster.kubectl(User.ADMIN).run("wait", "--for=condition=Established", "crd/pods.metrics.k8s.io", "--timeout=30s").ok());
            Files.writeString(file, Usages.of(own.name(), before.printed().stream().map(row -> row.get(1)).limit(2).toList()));
            Await.until("the kind is served", () -> cluster.kubectl(User.ADMIN).run("apply", "-f", file.toString()).ok());
            Channel after = client.open("rows", mine);
            after.until("figures", channel -> channel.printed().stream().filter(row -> row.size() > 3 && !row.get(2).isEmpty()).count() == 2, Duration.ofSeconds(120));
            List<List<String>> top = Printed.of(cluster.kubectl(User.ADMIN).out("top", "pods", "-n", own.name())).lines();
            assertThat(after.printed().stream().filter(row -> !row.get(2).isEmpty()).map(row -> row.subList(1, 4)).toList()).isEqualTo(top);
        } finally {
            cluster.kubectl(User.ADMIN).run("delete", "crd", "pods.metrics.k8s.io", "--ignore-not-found");
            Files.deleteIfExists(file);
        }
    }

    @Test
    void changesArriveAndSecretsHaveNoValues(TestNamespace own) throws Exception {
        workloads(own);
        String mine = ",\"namespaces\":[\"" + own + "\"]";
        try (LiveClient client = new LiveClient(admin.live())) {
            Channel pods = client.open("rows", rows(admin, "pods", mine)).loaded();
            own.kubectl("run", "late", "--image=nginx");
            pods.until("new pod runs", channel -> channel.rows().stream().anyMatch(row -> row.path("n").asText().equals("late") && row.path("cells").get(2).asText().equals("Running")));
            own.kubectl("delete", "pod", "late", "--now");
            pods.until("pod has left", channel -> channel.rows().stream().noneMatch(row -> row.path("n").asText().equals("late")));
            Channel secret = client.open("object", "{\"cluster\":\"" + cluster(admin) + "\",\"resource\":\"secrets\",\"namespace\":\"" + own + "\",\"name\":\"login\"}").loaded();
            assertThat(secret.last().at("/object/dataKeys").toString()).isEqualTo("[{\"key\":\"password\",\"bytes\":12}]");
            assertThat(secret.last().toString()).doesNotContain("VALUE-CANARY", "VkFMVUUtQ0FOQVJZ");
            Channel counts = client.open("counts", "{\"cluster\":\"" + cluster(admin) + "\",\"resources\":[\"secrets\",\"pods\"]" + mine + "}");
            counts.until("counted", channel -> channel.last().at("/counts/secrets/total").asInt() == 1 && channel.last().at("/counts/pods/error").asInt() >= 1);
        }
    }

    @Test
    void whoMayOnlySeeOneNamespaceSeesThatAndIsToldTheRest(TestCluster cluster, TestNamespace own) throws Exception {
        cluster.kubectl(User.ADMIN).run("create", "deployment", "visible-" + own, "--image=nginx", "-n", "dev").orFail("create");
        own.kubectl("run", "hidden-" + own, "--image=nginx");
        try (LiveClient client = new LiveClient(dev.live())) {
            Channel all = client.open("rows", rows(dev, "pods", ""));
            all.until("forbidden", channel -> channel.closed().equals("forbidden"));
            JsonNode age = all.age(cluster(dev));
            assertThat(Map.of("state", age.path("state").asText(), "verb", age.path("verb").asText(), "resource", age.path("resource").asText()))
                    .isEqualTo(Map.of("state", "forbidden", "verb", "list", "resource", "pods"));
            assertThat(all.rows()).isEmpty();
            Channel some = client.open("rows", rows(dev, "pods", ",\"namespaces\":[\"dev\",\"" + own + "\"]"));
            some.until("own pods", channel -> channel.rows().stream().anyMatch(row -> row.path("n").asText().startsWith("visible-" + own)));
            assertThat(some.printed().toString()).doesNotContain("hidden-");
            some.until("the other namespace is told", channel -> channel.problem().path("args").path("namespace").asText().equals(own.name()));
            client.open("object", "{\"cluster\":\"" + cluster(dev) + "\",\"resource\":\"pods\",\"namespace\":\"" + own + "\",\"name\":\"hidden-" + own + "\"}")
                    .until("forbidden", channel -> channel.closed().equals("forbidden"));
        } finally {
            cluster.kubectl(User.ADMIN).run("delete", "deployment", "visible-" + own, "-n", "dev");
        }
    }

    @Test
    void aRightThatIsTakenAwayEndsWhatItShowed(TestCluster cluster, TestNamespace own) throws Exception {
        own.kubectl("create", "rolebinding", "lent", "--clusterrole=view", "--group=devs");
        own.kubectl("run", "lent", "--image=nginx");
        try (LiveClient client = new LiveClient(dev.live())) {
            String params = rows(dev, "pods", ",\"namespaces\":[\"" + own + "\"]");
            // the API server itself knows of a right a moment after it was given
            Channel pods = Await.value("sees", () -> Optional.of(client.open("rows", params).until("sees or is refused", channel -> !channel.rows().isEmpty() || !channel.closed().isEmpty()))
                    .filter(channel -> channel.closed().isEmpty()));
            own.kubectl("delete", "rolebinding", "lent");
            pods.until("ended", channel -> channel.closed().equals("forbidden"), Duration.ofSeconds(BUDGETS ? 45 : 120));
            assertThat(pods.rows()).isEmpty();
        }
    }
}
