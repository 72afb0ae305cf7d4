package dev.fresnel.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code distribution/benchmarks/run}: measures the product that was built and prints tables. */
public final class Main {
    private static final String GET = "/api/v1/namespaces/default";
    private static final String LIST = "/api/v1/pods";
    private static final int LISTS = 8;
    /** So many whole lists make one warm. */
    private static final int WARM_LISTS = 3;
    /** Nobody is contacted before somebody asks. */
    private static final String KUBECONFIG = """
            {"apiVersion": "v1", "kind": "Config", "current-context": "own",
             "clusters": [{"name": "own", "cluster": {"server": "https://127.0.0.1:9"}}], "users": [{"name": "me", "user": {"token": "none"}}],
             "contexts": [{"name": "own", "context": {"cluster": "own", "user": "me"}}]}
            """;
    private static final String HELP = """
            Usage: distribution/benchmarks/run [--runs N] [--only starts|proxy|lists|live|churn] [--kubeconfig FILE --kubectl PROGRAM]

            Measures the product in distribution/desktop/target/fresnel and prints tables.
              --runs N            how often each thing is measured (default 7)
              --only WORD         starts: start to ready, CPU, memory; proxy: small GETs through it; lists: all pods as one list through it;
                                  live: live lists of the cluster's pods, at the size that it has; churn: changes at a steady rate
              --minutes N         how long churn lasts (default 5; without --only it is left out)
              --kubeconfig FILE   cluster for proxy, current context; it gets some 100,000 small GETs
              --kubectl PROGRAM   what it is compared with
            """;

    private final PrintStream out = System.out;
    private Path layout = Path.of("distribution/desktop/target/fresnel");
    private int runs = 7;
    private int minutes = 5;
    private String only = "";
    private Path kubeconfig = Path.of("");
    private Path kubectl = Path.of("kubectl");

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var main = new Main();
        if (!main.read(List.of(args))) {
            System.out.print(HELP);
            return;
        }
        main.measure();
    }

    /** @return false when help was wanted */
    private boolean read(List<String> args) {
        for (var rest = args.iterator(); rest.hasNext(); ) {
            switch (rest.next()) {
                case "--layout" -> layout = Path.of(rest.next());
                case "--runs" -> runs = Integer.parseInt(rest.next());
                case "--only" -> only = rest.next();
                case "--minutes" -> minutes = Integer.parseInt(rest.next());
                case "--kubeconfig" -> kubeconfig = Path.of(rest.next());
                case "--kubectl" -> kubectl = Path.of(rest.next());
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private void measure() throws IOException, InterruptedException {
        out.println(Machine.describe() + " · load before: " + Machine.load());
        if (only.isEmpty() || only.equals("starts")) {
            starts();
        }
        boolean cluster = Files.isRegularFile(kubeconfig);
        if (!only.equals("starts") && !cluster) {
            out.println("\nproxy and live: not measured, no --kubeconfig");
        }
        if (cluster && List.of("", "proxy", "lists").contains(only)) {
            proxy();
        }
        if (cluster && (only.isEmpty() || only.equals("live"))) {
            new Lists(out, layout, kubeconfig, kubectl, context()).measure();
        }
        if (cluster && only.equals("churn")) {
            new Churn(out, layout, kubeconfig, kubectl, context(), minutes).measure();
        }
        out.println("\nload after: " + Machine.load());
    }

    private void starts() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("fresnel-benchmark");
        var own = Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
        var bare = new Starts(layout, runs, List.of("--plugins-dir", folder.toString()));
        var real = new Starts(layout, runs, List.of("--kubeconfig", own.toString()));
        var whole = new Starts(layout, runs, List.of());
        out.printf("%nStart to ready, n = %d (memory: n ≤ 3); median (least-most)%n%n", runs);
        out.println("| Start | Seconds | Budget | CPU seconds | Budget | RSS after 10 s, MB | Budget |\n|---|---|---|---|---|---|---|");
        for (var boot : new String[] {"isolated", "connect"}) {
            print(whole.cold(boot), false);
            print(whole.warm(boot, false), false);
            print(whole.warm(boot, true), true);
        }
        print(real.warm("isolated", true).named("isolated, warm, class cache, a kubeconfig and no `--demo`"), true);
        print(bare.warm("isolated", true).named("isolated, warm, class cache, no plugins"), false);
        Product.delete(folder);
    }

    /** Budgets are about a warm start as it is: with the class cache. */
    private void print(Starts.Measured measured, boolean judged) {
        out.printf("| %s | %s | %s | %s | %s | %s | %s |%n",
                measured.way(),
                measured.seconds().text(2), judged ? Budget.atMost(0.9, "s").verdict(measured.seconds().median()) : "",
                measured.cpu().text(2), judged ? Budget.atMost(1.6, "s").verdict(measured.cpu().median()) : "",
                measured.resident().text(0), judged ? Budget.atMost(150, "MB").verdict(measured.resident().median()) : "");
    }

    private void proxy() throws IOException, InterruptedException {
        var data = Files.createTempDirectory("fresnel-benchmark");
        try (var product = Product.start(layout, data, false, List.of("--kubeconfig", kubeconfig.toAbsolutePath().toString()));
                var peer = new Race.KubectlProxy(kubectl, kubeconfig)) {
            var direct = Direct.of(kubectl, kubeconfig);
            var self = new Pid(ProcessHandle.current().pid());
            var ours = new Race.Lane("Fresnel /k8s", product.port(), "/k8s/" + context() + Race.PATH, product.pid());
            var kubectlProxy = peer.lane(Race.PATH);
            var none = new Race.Lane("direct", (path, headers) -> new KeptConnection(direct, path, headers), Race.PATH, "", self);
            if (!only.equals("lists")) {
                for (int connections : new int[] {16, 1}) {
                    print(connections, new Race(runs, connections).run(List.of(ours.asking(GET, ""), none.asking(GET, ""), kubectlProxy.asking(GET, ""))));
                }
            }
            if (!only.equals("proxy")) {
                for (var headers : new String[] {"", "Accept-Encoding: gzip\r\n"}) {
                    lists(headers.isEmpty() ? "plain" : "gzip", new Race(LISTS, 1).lists(List.of(ours.asking(LIST, headers), none.asking(LIST, headers), kubectlProxy.asking(LIST, headers)), WARM_LISTS));
                }
            }
            out.printf("%nFresnel's RSS after it: %.0f MB%n", product.pid().residentMegabytes());
        } finally {
            Product.delete(data);
        }
    }

    private void lists(String coding, List<Figures> measured) {
        out.printf("%nAll pods as one list, %s, one connection, in turns, n = %d; ms, median (least-most)%n%n", coding, measured.getFirst().count());
        out.printf("| Fresnel /k8s | direct | kubectl proxy | Fresnel ÷ direct | Budget |%n|---|---|---|---|---|%n");
        double ratio = measured.get(0).median() / measured.get(1).median();
        out.printf("| %s | %s | %s | %s | %s |%n", measured.get(0).text(0), measured.get(1).text(0), measured.get(2).text(0), Figures.number(ratio, 2), Budget.atMost(1.15, "").verdict(ratio));
    }

    private void print(int connections, List<Race.Measured> measured) {
        out.printf("%nSmall GET, connections: %d, in turns, n = %d rounds of 5 s; median (least-most)%n%n", connections, runs);
        out.println("| Through | Requests/s | CPU µs each | p99 ms |\n|---|---|---|---|");
        measured.forEach(one -> out.printf("| %s | %s | %s | %s |%n", one.name(), one.rate().text(0), one.name().equals("direct") ? "" : one.cpu().text(0), one.p99().text(1)));
        var ours = measured.getFirst();
        var peer = measured.getLast();
        out.printf("%n| Fresnel ÷ kubectl proxy | Ratio | Budget |%n|---|---|---|%n");
        ratio("requests/s", ours.rate().median() / peer.rate().median(), Budget.atLeast(1.2, ""));
        ratio("CPU for each request", ours.cpu().median() / peer.cpu().median(), Budget.atMost(0.8, ""));
        ratio("p99", ours.p99().median() / peer.p99().median(), Budget.atMost(1, ""));
    }

    private void ratio(String what, double value, Budget budget) {
        out.printf("| %s | %s | %s |%n", what, Figures.number(value, 2), budget.verdict(value));
    }

    /** The id that the product gives to the kubeconfig's current context. */
    private String context() throws IOException, InterruptedException {
        var process = new ProcessBuilder(kubectl.toString(), "--kubeconfig", kubeconfig.toString(), "config", "current-context").start();
        var name = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
    }
}
