package dev.fresnel.democluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Conversation;
import dev.fresnel.democluster.server.DemoRequest;
import dev.fresnel.democluster.server.DemoResponse;
import dev.fresnel.democluster.server.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs in containers, as somebody meets them who talks to the API server's WebSockets. */
class ContainersTest {
    private static final String BEST_SHELL =
            "TERM=xterm-256color; export TERM; for s in bash zsh ash; do command -v $s >/dev/null 2>&1 && exec $s; done; exec sh";

    private final World world = new World(1, Instant::now);
    private final Cluster cluster = world.cluster();

    ContainersTest() {
        cluster.create("namespaces", object("{'metadata':{'name':'shop'}}"));
        cluster.create("configmaps", object("{'metadata':{'name':'settings','namespace':'shop'},'data':{'COLOUR':'blue','app.yaml':'a: 1'}}"));
        cluster.create("pods", object("{'metadata':{'name':'web','namespace':'shop'},'spec':{'containers':[{'name':'main','image':'registry.example/shop/web:1','ports':[{'containerPort':8080}],"
                + "'env':[{'name':'MODE','value':'live'}],'envFrom':[{'configMapRef':{'name':'settings'}}],'volumeMounts':[{'name':'c','mountPath':'/etc/web'}]}],"
                + "'volumes':[{'name':'c','configMap':{'name':'settings'}}]}}"));
        cluster.edit("pods", "shop", "web", pod -> {
            var status = Json.child(pod, "status").put("phase", "Running").putArray("containerStatuses").addObject().put("name", "main");
            status.putObject("state").putObject("running").put("startedAt", "2026-11-21T12:00:00Z");
            return pod;
        });
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.replace('\'', '"'));
    }

    private static final class Line implements Conversation.Wire {
        final ArrayDeque<byte[]> typed = new ArrayDeque<>();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String status = "";

        @Override
        public Optional<byte[]> receive() throws InterruptedException {
            if (typed.isEmpty()) {
                Thread.sleep(60_000); // nothing more is typed: the program ends, or the test does
            }
            return Optional.of(typed.remove());
        }

        @Override
        public void send(byte[] message) {
            switch (message[0]) {
                case 3 -> status = new String(message, 1, message.length - 1, StandardCharsets.UTF_8);
                case 2 -> errors.write(message, 1, message.length - 1);
                default -> out.write(message, 1, message.length - 1);
            }
        }

        String said() {
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private DemoResponse ask(String subresource, String query, String protocol) {
        var request = new DemoRequest("GET", "/api/v1/namespaces/shop/pods/web/" + subresource, query, name -> switch (name) {
            case "Upgrade" -> protocol.isEmpty() ? "" : "websocket";
            case "Sec-WebSocket-Protocol" -> protocol;
            default -> "";
        }, new ByteArrayInputStream(new byte[0]));
        return world.server().handle(request);
    }

    private Line exec(boolean tty, String typed, String... command) throws IOException, InterruptedException {
        var query = new StringBuilder("container=main&stdin=1&stdout=1&tty=" + (tty ? 1 : 0));
        for (String word : command) {
            query.append("&command=").append(URLEncoder.encode(word, StandardCharsets.UTF_8));
        }
        var answer = ask("exec", query.toString(), "v4.channel.k8s.io, v5.channel.k8s.io");
        assertThat(answer.status()).isEqualTo(101);
        var upgrade = (DemoResponse.Upgrade) answer.body();
        assertThat(upgrade.protocol()).isEqualTo("v5.channel.k8s.io");
        var line = new Line();
        if (!typed.isEmpty()) {
            line.typed.add(("\0" + typed).getBytes(StandardCharsets.UTF_8));
        }
        upgrade.conversation().talk(line);
        return line;
    }

    @Test
    void aCommandSaysWhatItSaysAndHowItEnded() throws Exception {
        assertThat(exec(false, "", "cat", "/etc/hostname").said()).isEqualTo("web\n");
        assertThat(exec(false, "", "true").status).contains("\"status\":\"Success\"");
        var failed = exec(false, "", "sh", "-c", "echo one; ls /none || echo two >&2; exit 3");
        assertThat(failed.said()).startsWith("one\n");
        assertThat(failed.errors.toString(StandardCharsets.UTF_8)).contains("ls: /none: No such file or directory");
        assertThat(failed.status).contains("\"reason\":\"ExitCode\",\"message\":\"3\"");
        assertThat(exec(false, "", "bash").said() + exec(false, "", "bash").errors).contains("executable file not found");
    }

    @Test
    void aContainerForDebuggingRunsAtOnceAndIsAShell() throws Exception {
        var body = "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"debugger-1\",\"image\":\"busybox:1.37\",\"stdin\":true,\"tty\":true}]}}".getBytes(StandardCharsets.UTF_8);
        var request = new DemoRequest("PATCH", "/api/v1/namespaces/shop/pods/web/ephemeralcontainers", "",
                name -> name.equals("Content-Type") ? "application/merge-patch+json" : "", new ByteArrayInputStream(body));
        assertThat(world.server().handle(request).status()).isEqualTo(200);
        var pod = cluster.find("pods", "shop", "web").orElseThrow();
        assertThat(Json.at(pod, "status", "ephemeralContainerStatuses").path(0).at("/state/running/startedAt").asText()).isNotEmpty();
        var answer = ask("attach", "container=debugger-1&stdin=1&stdout=1&tty=1", "v5.channel.k8s.io");
        assertThat(answer.status()).isEqualTo(101);
        var line = new Line();
        line.typed.add("\0exit 5\r".getBytes(StandardCharsets.UTF_8));
        ((DemoResponse.Upgrade) answer.body()).conversation().talk(line);
        assertThat(line.said()).contains("# exit 5");
        assertThat(line.status).contains("\"message\":\"5\"");
    }

    @Test
    void whoEntersTheNodesNamespacesIsThere() throws Exception {
        cluster.edit("pods", "shop", "web", pod -> {
            Json.child(pod, "spec").put("nodeName", "n1");
            return pod;
        });
        assertThat(exec(false, "", "nsenter", "-t", "1", "-m", "--", "sh", "-c", "hostname; pwd").said()).isEqualTo("n1\n/\n");
    }

    @Test
    void itHasTheFilesAndVariablesOfItsPod() throws Exception {
        assertThat(exec(false, "", "sh", "-c", "echo $MODE ${COLOUR} '$MODE' \"in $HOSTNAME\"; cat /etc/web/app.yaml; ls /etc/web | wc -l").said())
                .isEqualTo("live blue $MODE in web\na: 1\n2\n");
        assertThat(exec(false, "", "env").said()).contains("COLOUR=blue\n", "KUBERNETES_SERVICE_HOST=");
        assertThat(exec(false, "", "sh", "-c", "echo a > /tmp/x; echo b >> /tmp/x; for f in /tmp/*; do cat $f; done; rm /tmp/x; cat /tmp/x 2>/dev/null || echo gone").said())
                .isEqualTo("a\nb\ngone\n");
    }

    @Test
    void aShellOnATerminalShowsWhatIsTyped() throws Exception {
        var shell = exec(true, "echo höx\u007f日本\u007f\r\u001b[A\rnothing\rls /\rexit 4\r", "sh", "-c", BEST_SHELL);
        assertThat(shell.said()).startsWith("/app # echo höx\b \b日本\b\b  \b\b\r\nhö日\r\n/app # echo hö日\r\nhö日\r\n").contains("sh: nothing: not found\r\n", "\u001b[1;34metc\u001b[m");
        assertThat(shell.status).contains("\"message\":\"4\"");
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        assertThat(ask("exec", "command=sh", "").status()).isEqualTo(400);
        assertThat(ask("exec", "command=sh", "channel.k8s.io").status()).isEqualTo(400);
        assertThat(ask("exec", "", "v5.channel.k8s.io").status()).isEqualTo(400);
        assertThat(ask("exec", "command=sh&container=other", "v5.channel.k8s.io").status()).isEqualTo(400);
    }

    @Test
    void aPortAnswersHttp() throws Exception {
        var upgrade = (DemoResponse.Upgrade) ask("portforward", "ports=8080", "v4.channel.k8s.io").body();
        var line = new Line();
        line.typed.add("\0GET /a HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));
        line.typed.add("\0Host: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        upgrade.conversation().talk(line);
        assertThat(line.said()).contains("HTTP/1.1 200 OK", "Hello from web in shop, port 8080\nGET /a");
        var closed = new Line();
        ((DemoResponse.Upgrade) ask("portforward", "ports=9", "v4.channel.k8s.io").body()).conversation().talk(closed);
        assertThat(closed.said()).contains("connection refused");
    }
}
