package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.resource.Health;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.switchboard.BundleCodec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a pod in the store costs: heap that stays, divided by pods; 10,000 of them, with {@code -Psoak} 50,000. */
class RetainedHeapTest {
    private static final int COUNT = Boolean.getBoolean("fresnel.soak") ? 50_000 : 10_000;
    private static final int PAGE = 500;
    private static final String COLUMNS = "\"columnDefinitions\":[" + String.join(",", List.of("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates")
            .stream().map(name -> "{\"name\":\"" + name + "\",\"type\":\"string\",\"priority\":0}").toList()) + "]";
    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ /:-_.,0123456789";

    private final Random random = new Random(7);

    private String chars(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(TEXT.charAt(random.nextInt(TEXT.length())));
        }
        return out.toString();
    }

    private String hex(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(Character.forDigit(random.nextInt(16), 16));
        }
        return out.toString();
    }

    /** As pods are: 4 to 5 KB without managedFields, half of it alike, the rest names, digests, addresses, times and texts. */
    private String pod(int number) {
        int app = number / 8;
        String name = "service-" + app % 97 + "-" + Integer.toHexString(app * 31) + "-" + Integer.toString(random.nextInt(60_000_000), 36);
        String ip = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
        String node = "node-" + random.nextInt(500);
        String uid = new UUID(random.nextLong(), random.nextLong()).toString();
        String env = "{\"name\":\"SETTING_%d\",\"value\":\"%s\"}";
        String variables = String.join(",", java.util.stream.IntStream.range(0, 8).mapToObj(i -> env.formatted(i, app % 50 + "-value-of-" + i)).toList());
        String probe = "{\"httpGet\":{\"path\":\"/healthz\",\"port\":8080,\"scheme\":\"HTTP\"},\"initialDelaySeconds\":5,\"timeoutSeconds\":1,\"periodSeconds\":10,\"successThreshold\":1,\"failureThreshold\":3}";
        String time = "2026-11-%02dT%02d:%02d:%02dZ".formatted(1 + random.nextInt(20), random.nextInt(24), random.nextInt(60), random.nextInt(60));
        String condition = "{\"type\":\"%s\",\"status\":\"True\",\"lastProbeTime\":null,\"lastTransitionTime\":\"" + time + "\"}";
        String object = """
                {"metadata":{"name":"%1$s","generateName":"service-","namespace":"team-%2$d","uid":"%3$s","resourceVersion":"%4$d","creationTimestamp":"%5$s",
                "labels":{"app.kubernetes.io/name":"service-%6$d","app.kubernetes.io/instance":"service-%6$d-team","pod-template-hash":"%7$s","team":"t%2$d","tier":"web","topology.example/zone":"eu-central-1a"},
                "annotations":{"checksum/config":"%8$s","prometheus.io/scrape":"true","prometheus.io/port":"9090","example.com/notes":"%9$s"},
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"service-%6$d-%7$s","uid":"%10$s","controller":true,"blockOwnerDeletion":true}]},
                "spec":{"volumes":[{"name":"kube-api-access-%11$s","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],
                "containers":[{"name":"main","image":"registry.example/team-%2$d/service-%6$d:1.%2$d","env":[%12$s],"resources":{"limits":{"memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},
                "volumeMounts":[{"name":"kube-api-access-%11$s","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],"livenessProbe":%13$s,"readinessProbe":%13$s,"terminationMessagePath":"/dev/termination-log","imagePullPolicy":"IfNotPresent"}],
                "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","nodeName":"%14$s","schedulerName":"default-scheduler","priority":0,"enableServiceLinks":true},
                "status":{"phase":"Running","conditions":[%15$s],"hostIP":"192.168.1.%16$d","podIP":"%17$s","podIPs":[{"ip":"%17$s"}],"startTime":"%5$s",
                "containerStatuses":[{"name":"main","state":{"running":{"startedAt":"%5$s"}},"lastState":{},"ready":true,"restartCount":0,"image":"registry.example/team-%2$d/service-%6$d:1.%2$d",
                "imageID":"registry.example/service@sha256:%18$s","containerID":"containerd://%19$s","started":true}],"qosClass":"Burstable"}}""".formatted(
                name, app % 40, uid, 1_000_000 + number, time, app, Integer.toHexString(app * 7919), hex(64), chars(app % 3 == 0 ? 80 : 20),
                new UUID(app, app * 31L), chars(5).replaceAll("[^a-z]", "x"), variables, probe, node,
                String.join(",", condition.formatted("Initialized"), condition.formatted("Ready"), condition.formatted("ContainersReady"), condition.formatted("PodScheduled")),
                random.nextInt(250), ip, hex(64), hex(64));
        return "{\"cells\":[\"" + name + "\",\"1/1\",\"Running\",\"0\",\"3d\",\"" + ip + "\",\"" + node + "\",\"<none>\",\"<none>\"],\"object\":" + object + "}";
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void aPodCostsLittle() throws Exception {
        Scope scope = new Scope("test", FakeApi.PODS, "");
        try (Packer.Deflaters deflaters = new Packer.Deflaters()) {
            Packer packer = new Packer(deflaters);
            Tables tables = new Tables(scope, packer);
            Store store = new Store(scope, packer, (where, objects) -> objects.stream().map(one -> Health.FINE).toList(), new BundleCodec());
            Thread applier = Thread.ofVirtual().start(store::run);
            long before = used();
            store.tell(new Step.Begin());
            for (int from = 0; from < COUNT; from += PAGE) {
                StringBuilder rows = new StringBuilder("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"1\"}," + COLUMNS + ",\"rows\":[");
                for (int i = 0; i < PAGE; i++) {
                    rows.append(i == 0 ? "" : ",").append(pod(from + i));
                }
                for (Event event : tables.page(new ByteArrayInputStream(rows.append("]}").toString().getBytes(StandardCharsets.UTF_8)))) {
                    if (event instanceof Event.Put put) {
                        for (Event.Decoded decoded : put.rows()) {
                            store.tell(new Step.Put(decoded));
                        }
                    }
                }
            }
            store.tell(new Step.Whole(java.util.Objects.requireNonNull(tables.header())));
            assertThat(store.await(java.time.Duration.ofSeconds(60))).isTrue();
            long each = (used() - before) / COUNT;
            long believed = store.bytes() / COUNT;
            System.out.printf("RETAINED HEAP of %d pods: %d bytes each; the store believes %d%n", store.size(), each, believed);
            assertThat(each).as("bytes a pod").isLessThanOrEqualTo(COUNT == 50_000 ? 1536 : 1740);
            assertThat(believed).as("what the memory bound counts").isBetween(each * 8 / 10, each * 12 / 10);
            applier.interrupt();
        }
    }
}
