package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.e2e.KubectlScript.Line;
import dev.fresnel.e2e.KubectlScript.Section;
import dev.fresnel.testbed.Command;
import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kubectl says and does the same whether it asks the API server or the product, for each user, over TLS with a token of their own.
 * The list is {@code kubectl/commands.txt}; the short form takes its sections with an asterisk for the
 * administrator, and what only looks for the others.
 */
@ClusterTest
class KubectlIT {
    private static final boolean WHOLE = Boolean.getBoolean("fresnel.soak");
    /** What only looks is asked again for so long: others change the cluster meanwhile. */
    private static final Duration CHANGING = Duration.ofSeconds(60);
    private static final int TRIES = 3;
    /** Below those that outgoing connections take at random: one that is free stays so. */
    private static final int PORTS = 21_300;

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static Product product;
    private static Path files;
    private static int port;
    private static final Map<User, Kubectl> THROUGH = new ConcurrentHashMap<>();
    private static final List<String> NAMESPACES = new ArrayList<>();
    private static final String RUN = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36);

    private final ConcurrentLinkedQueue<String> differences = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(4);

    @BeforeAll
    static void start(TestCluster given) throws Exception {
        cluster = given;
        assumeTrue(given.kind().real(), "the demo cluster is the product itself");
        files = KubectlScript.copyFiles(Files.createDirectory(folder.resolve("files")));
        port = IntStream.range(PORTS, PORTS + 100).filter(KubectlIT::isFree).findFirst().orElseThrow();
        var keys = ServerKeys.make(folder);
        var contexts = new Contexts(given);
        product = Product.start(
                "--kubeconfig", contexts.write(folder.resolve("contexts")).toString(), "--tls-port", "" + port,
                "--tls-cert", keys.certificate().toString(), "--tls-key", keys.key().toString());
        for (var user : User.values()) {
            THROUGH.put(user, new Kubectl(given.kubectl(user).program(), through(user, keys.certificate())));
        }
        contexts.close();
    }

    private static boolean isFree(int port) {
        try (var free = new ServerSocket(port)) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static Path through(User user, Path authority) throws IOException {
        var view = TestHttp.parse(cluster.kubectl(user).out("config", "view", "--raw", "--minify", "--flatten", "-o", "json"));
        return Files.writeString(folder.resolve("through-" + user.word()), """
                {"apiVersion": "v1", "kind": "Config", "current-context": "c",
                 "clusters": [{"name": "c", "cluster": {"server": "https://127.0.0.1:%d/k8s/admin", "certificate-authority": "%s"}}],
                 "users": [{"name": "u", "user": %s}], "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]}
                """.formatted(port, authority, view.at("/users/0/user")));
    }

    @AfterAll
    static void stop() {
        if (!NAMESPACES.isEmpty()) {
            var line = new ArrayList<>(List.of("delete", "namespace", "--wait=false"));
            line.addAll(NAMESPACES);
            cluster.kubectl(User.ADMIN).run(line.toArray(String[]::new));
        }
        if (product != null) {
            product.close();
        }
    }

    @Test
    void kubectlCannotTellTheProductFromTheApiServer() throws Exception {
        var sections = KubectlScript.sections();
        assertThat(sections.stream().mapToInt(section -> section.lines().size()).sum()).isGreaterThanOrEqualTo(150);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<java.util.concurrent.Future<?>>();
            for (var user : User.values()) {
                for (var section : sections.stream().filter(one -> WHOLE || one.always() && (user == User.ADMIN || one.name().equals("reads"))).toList()) {
                    all.add(threads.submit(() -> play(user, section)));
                }
            }
            for (var one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        assertThat(differences).isEmpty();
    }

    /** One after the other: direct, through. Each way has a namespace of its own, so that the same writes meet the same state. */
    private Void play(User user, Section section) throws InterruptedException {
        room.acquire();
        try {
            var direct = namespace(user, section, "d");
            var through = namespace(user, section, "t");
            for (var line : section.lines()) {
                compare(user, line, direct, through);
            }
        } finally {
            room.release();
        }
        return null;
    }

    private static String namespace(User user, Section section, String way) {
        var name = "k-" + RUN + "-" + user.word() + "-" + section.name() + "-" + way;
        synchronized (NAMESPACES) {
            NAMESPACES.add(name);
        }
        var admin = cluster.kubectl(User.ADMIN);
        admin.out("create", "namespace", name);
        if (user == User.DEV) {
            admin.out("create", "rolebinding", "dev", "--clusterrole=edit", "--user=dev", "--group=devs", "--namespace", name);
        }
        for (int i = 0; i < 100 && !admin.run("get", "serviceaccount", "default", "-n", name).ok(); i++) {
            LockSupport.parkNanos(2_000_000); // made by a controller
        }
        return name;
    }

    /** What only looks is asked again when others changed the cluster meanwhile. */
    private void compare(User user, Line line, String directly, String through) {
        var expected = "";
        var said = "";
        long end = System.nanoTime() + CHANGING.toNanos();
        for (int tries = 0; tries < (line.looks() ? TRIES : 1) || line.looks() && System.nanoTime() < end; tries++) {
            expected = said(cluster.kubectl(user), line, directly, "d");
            said = said(THROUGH.get(user), line, through, "t");
            if (expected.equals(said)) {
                return;
            }
        }
        differences.add("\n=== " + user.word() + ": kubectl " + line.text() + "\n--- directly\n" + expected + "\n--- through the product\n" + said);
    }

    private String said(Kubectl kubectl, Line line, String namespace, String way) {
        var out = folder.resolve("out-" + namespace);
        var arguments = line.arguments(files, out, namespace);
        var flags = new ArrayList<>(List.of("--cache-dir=" + folder.resolve("cache-" + way + "-" + kubectl.kubeconfig().getFileName())));
        if (arguments.stream().noneMatch(one -> one.startsWith("--namespace="))) {
            flags.add("--namespace=" + namespace);
        }
        arguments.addAll(arguments.contains("--") ? arguments.indexOf("--") : arguments.size(), flags);
        Command.Outcome outcome = kubectl.command(arguments.toArray(String[]::new)).input(line.input(files)).within(Duration.ofSeconds(180)).run();
        var text = "exit " + outcome.exit() + "\n" + outcome.out() + "\n" + outcome.err();
        return KubectlScript.normal(text, namespace, files, out, kubectl.kubeconfig());
    }
}
