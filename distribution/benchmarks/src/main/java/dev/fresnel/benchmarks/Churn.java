package dev.fresnel.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes at a steady rate for minutes, seen by clients of the product and by a direct watch: what stays the same, and what grows. */
final class Churn {
    private static final int CLIENTS = 20;
    private static final int RATE = 100;
    private static final int MINUTE = 60;

    private final PrintStream out;
    private final Path layout;
    private final Path kubeconfig;
    private final Path kubectl;
    private final String context;
    private final int minutes;

    Churn(PrintStream out, Path layout, Path kubeconfig, Path kubectl, String context, int minutes) {
        this.out = out;
        this.layout = layout;
        this.kubeconfig = kubeconfig;
        this.kubectl = kubectl;
        this.context = context;
        this.minutes = minutes;
    }

    void measure() throws IOException, InterruptedException {
        var data = Files.createTempDirectory("fresnel-benchmark");
        var flags = List.of("--kubeconfig", kubeconfig.toAbsolutePath().toString());
        new Starts(layout, 1, flags).prepare(data, "isolated", true);
        var clients = new ArrayList<LiveClient>();
        try (var peer = new Race.KubectlProxy(kubectl, kubeconfig);
                var cluster = new Cluster(peer.port());
                var watcher = new Cluster(peer.port());
                var product = Product.start(layout, data, true, flags)) {
            var shown = cluster.first(50);
            var ours = new Delays();
            var direct = new Delays();
            try (var first = new LiveClient(product.port())) { // what changes while a list is loading is shown once it is there
                whole(first, cluster.pods());
            }
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client(product.port(), ours));
            }
            watcher.watch(direct.witness());
            cluster.churn(shown, RATE, 20); // a JVM is judged warm
            out.printf("%nChurn: %,d pods, %d clients with the 60 first of them, %d changes/s for %d minutes; delay from sent to seen, ms, p50 / p95 / p99; the direct watch in the same minutes%n%n", cluster.pods(), CLIENTS, RATE, minutes);
            out.println("| Minute | Fresnel | Direct watch | Changes | Seen by each client | Frames to each | CPU of a core | RSS MB | Load |\n|---|---|---|---|---|---|---|---|---|");
            double heap = product.pid().heapMegabytes();
            double before = product.pid().residentMegabytes();
            ours.count(true);
            direct.count(true);
            int made = 0;
            for (int minute = 1; minute <= minutes; minute++) {
                made += minute(minute, product, cluster, shown, clients, ours, direct);
            }
            Thread.sleep(1000);
            out.printf("| all | %s | %s | %,d | %,d | | | | |%n", ours.text(), direct.text(), made, ours.size() / CLIENTS);
            double after = product.pid().residentMegabytes();
            out.printf("%nRSS before %.0f MB, after %.0f MB; heap that is still reachable before %.1f MB, after %.1f MB%n", before, after, heap, product.pid().heapMegabytes());
        } finally {
            clients.forEach(LiveClient::close);
            Product.delete(data);
        }
    }

    private void whole(LiveClient client, int pods) throws IOException, InterruptedException {
        int channel = client.open("rows", "{\"clusters\":[\"" + context + "\"],\"resource\":\"pods\",\"window\":{\"offset\":0,\"limit\":1}}");
        while (!client.await(channel, 120, "rows", "delta").text().contains("\"total\":" + pods)) {
            // more of it comes
        }
    }

    private LiveClient client(int port, Delays delays) throws IOException, InterruptedException {
        var client = new LiveClient(port);
        int channel = client.open("rows", "{\"clusters\":[\"" + context + "\"],\"resource\":\"pods\",\"columns\":[\"name\",\"status\",\"label:" + Stamps.LABEL + "\"],\"window\":{\"offset\":0,\"limit\":60}}");
        client.await(channel, 120, "rows");
        client.onStamp(delays.witness());
        return client;
    }

    private int minute(int minute, Product product, Cluster cluster, List<Cluster.Pod> shown, List<LiveClient> clients, Delays ours, Delays direct) throws IOException, InterruptedException {
        int from = ours.size();
        int directly = direct.size();
        long frames = clients.stream().mapToLong(LiveClient::frames).sum();
        double cpu = product.pid().cpuSeconds();
        int made = cluster.churn(shown, RATE, MINUTE);
        double used = (product.pid().cpuSeconds() - cpu) / MINUTE * 100;
        long came = clients.stream().mapToLong(LiveClient::frames).sum() - frames;
        out.printf("| %d | %s | %s | %,d | %,d | %,d | %.0f %% | %.0f | %s |%n", minute, ours.text(from), direct.text(directly), made, (ours.size() - from) / CLIENTS, came / CLIENTS, used,
                product.pid().residentMegabytes(), Machine.load());
        out.flush();
        return made;
    }
}
