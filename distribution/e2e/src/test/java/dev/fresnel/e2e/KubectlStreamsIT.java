package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.Command;
import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kubectl port-forward} and {@code cp}, and a program on client-go, with a kubeconfig of {@code bin/fresnel kubeconfig}: the
 * same bytes as directly, over WebSocket and SPDY.
 */
@ClusterTest
class KubectlStreamsIT {
    private static final Pattern FORWARDING = Pattern.compile("Forwarding from 127.0.0.1:(\\d+)");

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;
    private static Kubectl through;
    /** Read by the "container", which is this machine's nobody. */
    private static Path file;
    private static final byte[] BYTES = new byte[1_500_000];

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        cluster = given;
        own = namespace;
        assumeTrue(given.kind() == TestCluster.Kind.TESTBED, "containers of the testbed see this machine's files");
        contexts = new Contexts(given);
        product = Product.startWithKey("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        product.awaitCommands();
        var ended = Product.run(product.home(), List.of(), "kubeconfig", "admin", "--data-dir", product.home().resolve("data").toString());
        assertThat(ended.code()).as(ended.err()).isZero();
        through = new Kubectl(given.kubectl(User.ADMIN).program(), Files.writeString(folder.resolve("through"), ended.out()));
        file = Files.createTempFile("fresnel-streams-", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        new SecureRandom().nextBytes(BYTES);
        Files.write(file, BYTES);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        own.kubectl("run", "box", "--image=busybox");
        own.kubectl("wait", "--for=condition=Ready", "pod/box", "--timeout=120s");
    }

    @AfterAll
    static void stop() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
        if (product != null) {
            product.close();
            contexts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void cpBringsEveryByte(String websockets) throws Exception {
        Path target = folder.resolve("copied-" + websockets);
        var process = kubectl(through, websockets, "cp", "-n", own.name(), "box:" + file, target.toString());
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("kubectl cp ends").isTrue();
        assertThat(process.exitValue()).as(text(process)).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void portForwardCarriesConnections(String websockets) throws Exception {
        List<String> direct = forwarded(cluster.kubectl(User.ADMIN), websockets);
        List<String> ours = forwarded(through, websockets);
        assertThat(ours).isEqualTo(direct).hasSize(4).allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1."));
    }

    private static List<String> forwarded(Kubectl kubectl, String websockets) throws Exception {
        var process = kubectl(kubectl, websockets, "port-forward", "-n", own.name(), "pod/box", ":80");
        try {
            int port = port(process);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    socket.setSoTimeout(30_000);
                    socket.getOutputStream().write(("GET /" + i + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    // KWOK leaves the connection open: the answer has ended when its body has
                    var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    var text = new StringBuilder();
                    for (String line = answer.readLine(); line != null && !line.isEmpty(); line = answer.readLine()) {
                        text.append(line.startsWith("Date: ") ? "" : line + "\n");
                    }
                    answers.add(text.append(answer.readLine()).toString());
                }
            }
            return answers;
        } finally {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static int port(Process process) throws IOException {
        var said = new StringBuilder();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            said.append(line).append('\n');
            Matcher found = FORWARDING.matcher(line);
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
        }
        throw new AssertionError("kubectl port-forward: " + said);
    }

    private static Process kubectl(Kubectl kubectl, String websockets, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(kubectl.program().toString(), "--kubeconfig=" + kubectl.kubeconfig()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectInput(new java.io.File("/dev/null"));
        builder.environment().put("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", websockets);
        builder.environment().put("KUBECTL_PORT_FORWARD_WEBSOCKETS", websockets);
        return builder.start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** An informer, exec and port-forward of client-go; the program is built once, which takes a minute, so with {@code -Psoak} or when it is there. */
    @Test
    void clientGoCannotTellTheProductFromTheApiServer() throws Exception {
        Path program = ClientGo.program(Boolean.getBoolean("fresnel.soak"));
        assumeTrue(program != null, "the program on client-go is not built: -Psoak builds it");
        var direct = clientGo(program, cluster.kubectl(User.ADMIN).kubeconfig());
        var ours = clientGo(program, through.kubeconfig());
        assertThat(ours.err()).isEmpty();
        assertThat(ours.out()).isEqualTo(direct.out()).contains("watch: added clientgo-0 first", "exec by spdy: 1500000 bytes", "exec by websocket: 1500000 bytes",
                "port-forward by spdy: ", "port-forward by websocket: ");
        assertThat(ours.exit()).isZero();
    }

    private static Command.Outcome clientGo(Path program, Path kubeconfig) {
        return new Command(List.of(program.toString(), kubeconfig.toString(), own.name(), "box", file.toString())).within(Duration.ofMinutes(5)).run();
    }
}
