package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Kubernetes cluster as processes on this machine's loopback, with its state in one folder. The processes outlive
 * the program that starts them; whoever names the same folder finds them again.
 */
public final class Testbed {
    /** Pods called {@code log-0} and so on have logs of their own, so many. */
    public static final int OWN_LOGS = 50;

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final Binaries binaries = new Binaries();
    private final Credentials credentials;
    private final Kubelets kubelets;

    private Testbed(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.credentials = new Credentials(this.folder);
        this.kubelets = new Kubelets(this.folder, binaries);
    }

    /** The cluster whose state is kept in this folder, running or not. */
    public static Testbed at(Path folder) {
        return new Testbed(folder);
    }

    /** The cluster that the command line means when no folder is named. */
    public static Testbed usual() {
        return at(Folders.cache().resolve("run"));
    }

    /** The cluster that test runs share; see {@link Lease}. */
    public static Testbed forTests() {
        return at(Folders.cache().resolve(Versions.CURRENT.key()).resolve("run-tests"));
    }

    /** The Kubernetes version of every testbed. */
    public static String kubernetesVersion() {
        return Versions.CURRENT.kubernetes();
    }

    /** The built kubectl, else the one on the PATH; for clusters other than the testbed too. */
    public static Optional<Path> anyKubectl() {
        return Optional.of(new Binaries().program("kubectl")).filter(Files::isExecutable).or(() -> Command.onPath("kubectl"));
    }

    /** Why this machine can run no testbed; empty when it can, though it may have to build it first. */
    public static Optional<String> missing() {
        return new Binaries().missing();
    }

    public Path folder() {
        return folder;
    }

    public Path kubeconfig(User user) {
        return credentials.kubeconfig(user);
    }

    /** A kubeconfig for the administrator by client certificate. */
    public Path certificateKubeconfig() {
        return credentials.certificateKubeconfig();
    }

    public Kubectl kubectl(User user) {
        return new Kubectl(binaries.program("kubectl"), kubeconfig(user));
    }

    /** The file that the log of every other container is read from; lines in CRI format may be appended. */
    public Path podLog() {
        return kubelets.podLog();
    }

    /** The file that the log of a pod called {@code log-N} is read from, now or of its run before; it is empty at first. */
    public Path podLog(int n, boolean previous) {
        return kubelets.podLog(n, previous);
    }

    /** The address of the API server. */
    public URI server() {
        return URI.create("https://127.0.0.1:" + state().orElseThrow(() -> new TestbedFailure("no testbed in " + folder)).port());
    }

    /** Writes pods for a benchmark and says how long that took; into a bare cluster only. */
    String load(PodLoad.Size size) {
        if (state().filter(State::bare).isEmpty()) {
            throw new TestbedFailure("load needs a bare testbed, where no controller tidies the pods away: testbed up --bare --dir FOLDER");
        }
        return new PodLoad(client(), size).run();
    }

    private ApiClient client() {
        return new ApiClient(server(), credentials.file("ca.crt"), credentials.token(User.ADMIN));
    }

    /** Builds what is missing, then starts what does not run yet; returns when every node is Ready. */
    public void up(Wish wish) {
        binaries.ensure();
        Folders.permitted(folder, "rwx------");
        try (FolderLock lock = FolderLock.hold(folder.resolve("lock"), "another program works on " + folder + "; waiting for it")) {
            if (running()) {
                wish.port().filter(port -> port != server().getPort()).ifPresent(port -> {
                    throw new TestbedFailure("the testbed in " + folder + " runs on port " + server().getPort() + " already; take it down first");
                });
                return;
            }
            stopAll(GRACE);
            start(wish);
        }
    }

    private void start(Wish wish) {
        // ports are looked at and taken by one program at a time, or two could choose the same row
        try (FolderLock lock = FolderLock.hold(Folders.cache().resolve("ports.lock"), "")) {
            State state = State.choose(wish, state());
            credentials.prepare();
            credentials.address(state.port());
            state.write(folder);
            startProcesses(state);
        } catch (RuntimeException e) {
            stopAll(Duration.ZERO);
            throw e;
        }
    }

    private void startProcesses(State state) {
        Ports ports = new Ports(state.port());
        ControlPlane plane = plane(state);
        try (Probe probe = new Probe(credentials.file("ca.crt"))) {
            daemon(ControlPlane.ETCD).start(folder, plane.etcd());
            probe.await(daemon(ControlPlane.ETCD), URI.create("http://127.0.0.1:" + ports.etcd() + "/readyz"), Optional.empty());
            if (!state.bare()) {
                daemon(ControlPlane.EGRESS).start(folder, plane.egress());
            }
            startApiServer(plane, probe, state.port());
            daemon(ControlPlane.CONTROLLERS).start(folder, plane.controllers());
            if (!state.bare()) {
                daemon(ControlPlane.SCHEDULER).start(folder, plane.scheduler());
                Path config = kubelets.configure(state.port(), state.execFolder(), state.exec());
                daemon(ControlPlane.KUBELETS).start(folder, plane.kubelets(config));
            }
            kubectl(User.ADMIN).apply(kubelets.objects(state.nodes()));
            awaitNodes(state.nodes());
        }
    }

    private void startApiServer(ControlPlane plane, Probe probe, int port) {
        daemon(ControlPlane.API_SERVER).start(folder, plane.apiServer());
        probe.await(daemon(ControlPlane.API_SERVER), URI.create("https://127.0.0.1:" + port + "/readyz"), Optional.of(credentials.token(User.ADMIN)));
    }

    private void awaitNodes(int nodes) {
        if (nodes > 0 && !kubectl(User.ADMIN).run("wait", "--for=condition=Ready", "node", "--all", "--timeout=180s").ok()) {
            throw new TestbedFailure("the nodes did not become Ready; the logs are in " + folder.resolve("log"));
        }
        for (String name : processes()) {
            if (!daemon(name).alive()) {
                throw new TestbedFailure(name + " ended:\n" + daemon(name).lastWords());
            }
        }
    }

    /** Ends the API server and starts it again on the same data: old resource versions are expired afterwards (410). */
    public void restartApiServer() {
        daemon(ControlPlane.API_SERVER).stop(GRACE);
        resumeApiServer();
    }

    private void resumeApiServer() {
        State state = state().orElseThrow(() -> new TestbedFailure("no testbed in " + folder));
        try (FolderLock lock = FolderLock.hold(folder.resolve("lock"), ""); Probe probe = new Probe(credentials.file("ca.crt"))) {
            startApiServer(plane(state), probe, state.port());
        }
    }

    /** What a test may do to the control plane; for a testbed of its own. */
    public Trouble trouble() {
        URI etcd = URI.create("http://127.0.0.1:" + new Ports(server().getPort()).etcd());
        return new Trouble(daemon(ControlPlane.API_SERVER), etcd, this::resumeApiServer);
    }

    /** Ends the cluster's processes, and nobody else's. {@code wipe} forgets its objects, keys and logs too. */
    public void down(boolean wipe) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Optional<State> state = state();
        if (wipe && state.isEmpty() && !Files.exists(folder.resolve("pid"))) {
            throw new TestbedFailure(folder + " holds no testbed; nothing removed");
        }
        try (FolderLock lock = FolderLock.hold(folder.resolve("lock"), "another program works on " + folder + "; waiting for it")) {
            stopAll(wipe ? Duration.ZERO : GRACE);
            if (wipe) {
                state.ifPresent(known -> Folders.delete(known.outside()));
                Folders.delete(folder);
            }
        }
    }

    private void stopAll(Duration grace) {
        for (String name : ControlPlane.PROCESSES.reversed()) {
            daemon(name).stop(grace);
        }
    }

    /** Whether every process of the cluster is there. */
    public boolean running() {
        return processes().stream().allMatch(name -> daemon(name).alive());
    }

    /** One line for each process: its name and its pid, or that it is down. */
    public List<String> status() {
        List<String> lines = new ArrayList<>();
        for (String name : processes()) {
            lines.add("%-24s %s".formatted(name, daemon(name).pid().map(pid -> "pid " + pid).orElse("down")));
        }
        return lines;
    }

    /** The pids of the processes that are there. */
    public List<Long> pids() {
        return ControlPlane.PROCESSES.stream().flatMap(name -> daemon(name).pid().stream()).toList();
    }

    private List<String> processes() {
        return state().filter(State::bare).isPresent() ? ControlPlane.BARE : ControlPlane.PROCESSES;
    }

    private Optional<State> state() {
        return State.read(folder);
    }

    private ControlPlane plane(State state) {
        return new ControlPlane(folder, state, binaries, credentials);
    }

    private Daemon daemon(String name) {
        return new Daemon(folder, name);
    }
}
