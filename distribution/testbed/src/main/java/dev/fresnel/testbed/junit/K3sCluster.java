package dev.fresnel.testbed.junit;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.TestbedFailure;
import dev.fresnel.testbed.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** k3s in a container. Its users are service accounts with the rights that the testbed's users have. */
final class K3sCluster implements TestCluster {
    private static final String IMAGE = System.getProperty("fresnel.k3s.image", "rancher/k3s:v1.33.1-k3s1");
    private static final String ACCOUNTS = "fresnel-test-users";

    private final K3sContainer container;
    private final Path program;
    private final Map<User, Path> kubeconfigs = new EnumMap<>(User.class);

    private K3sCluster(K3sContainer container, Path program) {
        this.container = container;
        this.program = program;
    }

    /** Why there is no k3s here. Testcontainers is asked only when there is something to ask: it looks long and logs much. */
    static Optional<String> missing() {
        boolean named = Optional.ofNullable(System.getenv("DOCKER_HOST")).filter(host -> !host.isBlank()).isPresent();
        Stream<Path> sockets = Stream.of(Path.of("/var/run/docker.sock"), Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"),
                Path.of(Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run"), "docker.sock"));
        if ((!named && sockets.noneMatch(Files::exists)) || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine");
        }
        return Testbed.anyKubectl().isEmpty() ? Optional.of("no kubectl on the PATH") : Optional.empty();
    }

    static K3sCluster start() {
        K3sContainer container = new K3sContainer(DockerImageName.parse(IMAGE));
        try {
            container.start();
            K3sCluster cluster = new K3sCluster(container, Testbed.anyKubectl().orElseThrow());
            cluster.makeUsers();
            return cluster;
        } catch (IOException | RuntimeException e) {
            container.stop();
            throw new TestbedFailure("k3s (" + IMAGE + "): " + e.getMessage(), e);
        }
    }

    private void makeUsers() throws IOException {
        Path folder = Files.createTempDirectory("fresnel-k3s-");
        Path administrator = Files.writeString(folder.resolve(User.ADMIN.word()), container.getKubeConfigYaml());
        kubeconfigs.put(User.ADMIN, administrator);
        Kubectl admin = kubectl(User.ADMIN);
        admin.apply(accounts());
        for (User user : List.of(User.DEV, User.VIEWER, User.NOBODY)) {
            Path kubeconfig = Files.writeString(folder.resolve(user.word()), container.getKubeConfigYaml());
            kubeconfigs.put(user, kubeconfig);
            String token = admin.out("create", "token", user.word(), "--namespace", ACCOUNTS, "--duration=24h").strip();
            Kubectl own = kubectl(user);
            own.out("config", "set-credentials", user.word(), "--token=" + token);
            own.out("config", "set-context", "--current", "--user=" + user.word());
        }
    }

    private static String accounts() {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: dev}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: dev, namespace: %1$s}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: viewer, namespace: %1$s}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: nobody, namespace: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: fresnel-test-dev, namespace: dev}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
                subjects: [{kind: ServiceAccount, name: dev, namespace: %1$s}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: fresnel-test-viewer}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: [{kind: ServiceAccount, name: viewer, namespace: %1$s}]
                """.formatted(ACCOUNTS);
    }

    @Override
    public Kind kind() {
        return Kind.K3S;
    }

    @Override
    public String name() {
        return "k3s in Docker (" + IMAGE + ")";
    }

    @Override
    public Kubectl kubectl(User user) {
        return new Kubectl(program, Optional.ofNullable(kubeconfigs.get(user)).orElseThrow());
    }

    @Override
    public void close() {
        container.stop();
    }
}
