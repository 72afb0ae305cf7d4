package dev.fresnel.testbed;

import static java.util.Map.entry;
import static java.util.Map.ofEntries;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Fills a cluster with pods for a benchmark: no scheduler and no kubelet takes part. Each pod is created and then gets
 * its status, by two components, so that managedFields look as in a real cluster.
 */
final class PodLoad {
    private static final int WRITERS = 8;
    private static final String CORE = "/api/v1/";

    private final ApiClient client;
    private final Size size;
    private final PodSeries pods;

    PodLoad(ApiClient client, Size size) {
        this.client = client;
        this.size = size;
        this.pods = new PodSeries(size);
    }

    /** Writes everything and says what that took. */
    String run() {
        long start = System.nanoTime();
        AtomicInteger created = new AtomicInteger();
        try (client; ExecutorService writers = Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            all(writers, pods.namespaces().size(), this::namespace);
            all(writers, size.nodes(), this::node);
            var workloads = new WorkloadLoad(client, pods);
            all(writers, size.workloads(), workloads::write);
            all(writers, size.pods(), i -> {
                if (pod(i)) {
                    created.incrementAndGet();
                }
            });
        }
        return "%d pods created, %d were there, %d namespaces, %d nodes, %d workloads: %.1f s".formatted(created.get(), size.pods() - created.get(),
                pods.namespaces().size(), size.nodes(), size.workloads(), (System.nanoTime() - start) / 1e9);
    }

    private void all(ExecutorService writers, int count, Write write) {
        AtomicInteger next = new AtomicInteger();
        List<Future<Boolean>> ends = IntStream.range(0, WRITERS).mapToObj(writer -> writers.submit(() -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                write.write(i);
            }
            return true;
        })).toList();
        try {
            for (Future<Boolean> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            writers.shutdownNow();
            throw new TestbedFailure("load stopped: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedFailure("load interrupted", e);
        }
    }

    private void namespace(int i) throws InterruptedException {
        Map<String, Object> body = Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", pods.namespaces().get(i)));
        client.send("POST", CORE + "namespaces", ApiClient.JSON, body, "testbed");
    }

    private void node(int i) throws InterruptedException {
        String name = pods.node(i);
        Map<String, String> capacity = Map.of("cpu", "16", "memory", "64Gi", "pods", "250");
        client.send("POST", CORE + "nodes", ApiClient.JSON, ofEntries(entry("apiVersion", "v1"), entry("kind", "Node"),
                entry("metadata", Map.of("name", name, "labels", Map.of("kubernetes.io/arch", "amd64", "kubernetes.io/os", "linux",
                        "kubernetes.io/hostname", name, "topology.kubernetes.io/zone", "eu-central-1" + "abc".charAt(i % 3),
                        "node.kubernetes.io/instance-type", "m7i.4xlarge"))),
                entry("status", Map.of("capacity", capacity, "allocatable", capacity))), "testbed");
    }

    private boolean pod(int i) throws InterruptedException {
        PodSeries.Pod pod = pods.pod(i);
        String path = CORE + "namespaces/" + pod.namespace() + "/pods";
        boolean created = client.send("POST", path + "?fieldManager=kube-controller-manager", ApiClient.JSON, pod.object(), "kube-controller-manager");
        client.send("PATCH", path + "/" + pod.name() + "/status?fieldManager=kubelet", ApiClient.STRATEGIC_MERGE, pod.status(), "kubelet");
        return created;
    }

    private interface Write {
        void write(int number) throws InterruptedException;
    }

    /**
     * How much to write.
     *
     * @param workloads Deployments with a ReplicaSet, a Service, a ServiceAccount and a ConfigMap each, whose the pods are; 0 = pods alone
     * @param seed the same seed writes the same objects
     */
    record Size(int pods, int namespaces, int nodes, int workloads, long seed) {
        static Size usual() {
            return new Size(10_000, 40, 100, 0, 1);
        }

        Size withPods(int number) {
            return new Size(number, namespaces, nodes, workloads, seed);
        }

        Size withNamespaces(int number) {
            return new Size(pods, number, nodes, workloads, seed);
        }

        Size withNodes(int number) {
            return new Size(pods, namespaces, number, workloads, seed);
        }

        Size withWorkloads(int number) {
            return new Size(pods, namespaces, nodes, number, seed);
        }

        Size withSeed(long number) {
            return new Size(pods, namespaces, nodes, workloads, number);
        }
    }
}
