package dev.fresnel.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The command lines of one cluster's processes; everything listens on 127.0.0.1 alone. */
final class ControlPlane {
    static final String ETCD = "etcd";
    static final String EGRESS = "egress";
    static final String API_SERVER = "kube-apiserver";
    static final String CONTROLLERS = "kube-controller-manager";
    static final String SCHEDULER = "kube-scheduler";
    static final String KUBELETS = "kwok";
    /** In the order of their start; they end the other way round. */
    static final List<String> PROCESSES = List.of(ETCD, EGRESS, API_SERVER, CONTROLLERS, SCHEDULER, KUBELETS);
    /** Of these, the ones of a cluster that only keeps what is written into it. */
    static final List<String> BARE = List.of(ETCD, API_SERVER, CONTROLLERS);

    private final Path folder;
    private final State state;
    private final Ports ports;
    private final Binaries binaries;
    private final Credentials credentials;

    ControlPlane(Path folder, State state, Binaries binaries, Credentials credentials) {
        this.folder = folder;
        this.state = state;
        this.ports = new Ports(state.port());
        this.binaries = binaries;
        this.credentials = credentials;
    }

    List<String> etcd() {
        String clients = "http://127.0.0.1:" + ports.etcd();
        String peers = "http://127.0.0.1:" + ports.etcdPeer();
        return line(ETCD, List.of("--name=testbed", "--data-dir=" + folder.resolve("etcd"), "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients, "--listen-peer-urls=" + peers, "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=testbed=" + peers, "--unsafe-no-fsync", "--quota-backend-bytes=8589934592", "--log-level=warn"));
    }

    /** Started from a copy of its class, for the place that this program's classes come from may be built anew meanwhile. */
    List<String> egress() {
        Path classes = folder.resolve("classes");
        String name = Egress.class.getName();
        Path copy = classes.resolve(name.replace('.', '/') + ".class");
        try (InputStream in = Egress.class.getResourceAsStream("Egress.class")) {
            Files.createDirectories(copy.getParent());
            Files.copy(Objects.requireNonNull(in), copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", classes.toString(), name, state.socket().toString(), Integer.toString(ports.kwok()));
    }

    private Path egressConfiguration() {
        Path file = folder.resolve("etc/egress.yaml");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, """
                    apiVersion: apiserver.k8s.io/v1beta1
                    kind: EgressSelectorConfiguration
                    egressSelections: [{name: cluster, connection: {proxyProtocol: HTTPConnect, transport: {uds: {udsName: "%s"}}}}]
                    """.formatted(state.socket()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The API server. Loopback may not be announced as an endpoint of service {@code kubernetes}, hence no endpoint
     * reconciler; pods could not reach it anyway, they do not really run.
     */
    List<String> apiServer() {
        List<String> options = new ArrayList<>(List.of("--etcd-servers=http://127.0.0.1:" + ports.etcd(), "--bind-address=127.0.0.1",
                "--secure-port=" + ports.api(), "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + pki("api.crt"), "--tls-private-key-file=" + pki("api.key"), "--client-ca-file=" + pki("ca.crt"),
                "--token-auth-file=" + pki("tokens.csv"), "--authorization-mode=Node,RBAC", "--allow-privileged=true",
                "--event-ttl=4h", "--profiling=false"));
        options.addAll(List.of("--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + pki("accounts.pub"),
                "--service-account-signing-key-file=" + pki("accounts.key"), "--service-cluster-ip-range=10.96.0.0/16"));
        // for logs and exec; the addresses of nodes are invented, so their certificates cannot be checked
        options.addAll(List.of("--kubelet-preferred-address-types=InternalIP", "--kubelet-client-certificate=" + pki("admin.crt"),
                "--kubelet-client-key=" + pki("admin.key")));
        options.addAll(List.of("--requestheader-client-ca-file=" + pki("ca.crt"), "--requestheader-allowed-names=front-proxy",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-", "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-username-headers=X-Remote-User", "--proxy-client-cert-file=" + pki("front-proxy.crt"),
                "--proxy-client-key-file=" + pki("front-proxy.key")));
        if (state.bare()) {
            options.addAll(List.of("--max-requests-inflight=0", "--max-mutating-requests-inflight=0", "--enable-priority-and-fairness=false",
                    "--disable-admission-plugins=ServiceAccount"));
        } else {
            options.add("--egress-selector-config-file=" + egressConfiguration());
        }
        for (String flag : state.flags()) {
            String name = flag.substring(0, flag.indexOf('=') + 1);
            options.removeIf(option -> option.startsWith(name));
            options.add(flag);
        }
        return line(API_SERVER, options);
    }

    List<String> controllers() {
        List<String> options = new ArrayList<>(clientOptions(ports.controllerManager()));
        options.addAll(List.of("--service-account-private-key-file=" + pki("accounts.key"), "--root-ca-file=" + pki("ca.crt"),
                "--cluster-signing-cert-file=" + pki("ca.crt"), "--cluster-signing-key-file=" + pki("ca.key"),
                "--horizontal-pod-autoscaler-sync-period=5s", "--horizontal-pod-autoscaler-cpu-initialization-period=10s",
                "--horizontal-pod-autoscaler-initial-readiness-delay=5s"));
        if (state.bare()) {
            // enough for the roles view and edit to have content and for namespaces to end; nobody tidies away invented pods
            options.add("--controllers=clusterrole-aggregation-controller,namespace-controller");
        }
        return line(CONTROLLERS, options);
    }

    List<String> scheduler() {
        return line(SCHEDULER, clientOptions(ports.scheduler()));
    }

    /** KWOK plays every node. It runs with an empty environment, for a command in a "container" sees the one it has. */
    List<String> kubelets(Path config) {
        List<String> line = new ArrayList<>(List.of("env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + state.execFolder()));
        line.addAll(line(KUBELETS, List.of("--kubeconfig=" + credentials.kubeconfig(User.ADMIN), "--config=" + config, "--manage-all-nodes=true",
                "--cidr=10.244.0.0/16", "--node-ip=127.0.0.1", "--node-port=" + ports.kwok(), "--server-address=127.0.0.1:" + ports.kwok(),
                "--tls-cert-file=" + pki("api.crt"), "--tls-private-key-file=" + pki("api.key"), "--node-lease-duration-seconds=40")));
        return line;
    }

    private List<String> clientOptions(int port) {
        Path kubeconfig = credentials.kubeconfig(User.ADMIN);
        return List.of("--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1", "--secure-port=" + port, "--leader-elect=false", "--kube-api-qps=2000", "--kube-api-burst=4000");
    }

    private Path pki(String name) {
        return credentials.file(name);
    }

    private List<String> line(String program, List<String> options) {
        return Command.line(binaries.program(program), options);
    }
}
