package dev.fresnel.kubernetes.stream;

import static dev.fresnel.kubernetes.stream.StreamsRig.JANE;
import static dev.fresnel.kubernetes.stream.StreamsRig.ME;
import static dev.fresnel.kubernetes.stream.StreamsRig.PATH;
import static dev.fresnel.kubernetes.stream.StreamsRig.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Forward;
import dev.fresnel.api.stream.ForwardWanted;
import dev.fresnel.kubernetes.Await;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.testing.FakeKubelet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports of this machine that lead into pods, with real sockets behind a kubelet of the test's own. */
final class ForwardsTest {
    private StreamsRig rig;
    private FakeKubelet kubelet;
    private LocalPorts ports;

    @BeforeEach
    void start() throws IOException {
        rig = new StreamsRig();
        kubelet = rig.kubelet;
        ports = rig.ports;
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private static String pods(String... names) {
        return "{\"items\":[" + String.join(",", Arrays.stream(names).map(name -> "{\"metadata\":{\"name\":\"" + name
                + "\"},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}").toList()) + "]}";
    }

    private static ServerSocket echo() throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket one = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (one) {
                            one.getInputStream().transferTo(one.getOutputStream());
                        } catch (IOException e) {
                            // the other side has gone
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    private static String ask(int port, String text) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aForwardFindsAReadyPodOfItsServiceForEachConnection() throws Exception {
        try (ServerSocket echo = echo()) {
            kubelet.json("/api/v1/namespaces/shop/services/web", "{\"spec\":{\"selector\":{\"app\":\"web\"},\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":" + echo.getLocalPort() + "}]}}")
                    .json("/api/v1/namespaces/shop/pods", pods("web-1"));
            var service = new ObjectRef("c", new Kind("", "v1", "services", "Service", true), "shop", "web");
            Forward forward = ports.start("terminal", ME, new ForwardWanted(service, "http", 0));
            assertThat(forward.state()).isEqualTo("listening");
            assertThat(ask(forward.localPort(), "hello")).isEqualTo("hello");
            assertThat(kubelet.asked()).anySatisfy(line -> assertThat(line).startsWith("GET /api/v1/namespaces/shop/pods/web-1/portforward"));
            kubelet.json("/api/v1/namespaces/shop/pods", pods("web-2"));
            assertThat(ask(forward.localPort(), "again")).isEqualTo("again");
            assertThat(kubelet.asked()).anySatisfy(line -> assertThat(line).startsWith("GET /api/v1/namespaces/shop/pods/web-2/portforward"));
            Await.until("what was sent is counted", () -> ports.list("terminal", ME).getFirst().sent() == 10); // it is on its way before it is counted
            assertThat(ports.list("terminal", ME)).singleElement().satisfies(now -> assertThat(now.pod()).isEqualTo("web-2"));
            ports.stop("terminal", ME, forward.id());
            assertThatThrownBy(() -> ask(forward.localPort(), "no")).isInstanceOf(IOException.class);
            assertThat(ports.restart("terminal", ME, forward.id()).localPort()).isEqualTo(forward.localPort());
            assertThat(ask(forward.localPort(), "back")).isEqualTo("back");
            ports.remove("terminal", ME, forward.id());
            assertThat(ports.list("terminal", ME)).isEmpty();
            Await.until("no socket is left", () -> kubelet.sockets() == 0);
        }
    }

    @Test
    void whatDoesNotListenInThePodIsSaid() throws Exception {
        kubelet.json(PATH, "{\"metadata\":{\"name\":\"web\"}}");
        // Bound, but nobody listens: no other program gets this port meanwhile.
        try (var mute = new Socket()) {
            mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Forward forward = ports.start("terminal", ME, new ForwardWanted(POD, String.valueOf(mute.getLocalPort()), 0));
            assertThat(ask(forward.localPort(), "x")).isEmpty();
            Await.until("it says so", () -> ports.list("terminal", ME).getFirst().state().equals("failing"));
            assertThat(ports.list("terminal", ME).getFirst().detail()).contains("error forwarding port " + mute.getLocalPort());
        }
    }

    @Test
    void onlyTheLocalUserOpensPortsAndOnlyOnLoopback() {
        kubelet.json(PATH, "{\"metadata\":{\"name\":\"web\"}}");
        assertThatThrownBy(() -> ports.start("terminal", JANE, new ForwardWanted(POD, "80", 0))).isInstanceOf(Problem.class).hasMessageContaining("local user");
        assertThatThrownBy(() -> ports.start("terminal", ME, new ForwardWanted(POD, "80", 22))).isInstanceOf(Problem.class).hasMessageContaining("1024");
        Forward mine = ports.start("terminal", ME, new ForwardWanted(POD, "80", 0));
        assertThat(ports.list("terminal", JANE)).isEmpty();
        assertThatThrownBy(() -> ports.stop("terminal", JANE, mine.id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ports.start("terminal", ME, new ForwardWanted(POD, "80", mine.localPort())))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("PORT_TAKEN"));
        rig.listeners.forEach(one -> one.ended(ME, Sessions.End.LOGOUT));
        Await.until("they end with the session", () -> ports.list("terminal", ME).isEmpty());
    }

    /** Of a ReplicaSet's pods one is as good as the other, also one of the next revision; who forwarded to a pod of it goes on. */
    @Test
    void aForwardToAPodGoesOnWithWhatReplacesIt() throws Exception {
        String owned = "{\"metadata\":{\"name\":\"web\",\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"web-7\",\"controller\":true}]%s},\"status\":{}}";
        try (ServerSocket echo = echo()) {
            kubelet.json(PATH, owned.formatted(""))
                    .json("/apis/apps/v1/namespaces/shop/replicasets/web-7", "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"web\",\"pod-template-hash\":\"7\"}}}}")
                    .json("/api/v1/namespaces/shop/pods", pods("web-b"));
            Forward forward = ports.start("terminal", ME, new ForwardWanted(POD, String.valueOf(echo.getLocalPort()), 0));
            assertThat(ask(forward.localPort(), "first")).isEqualTo("first");
            assertThat(ports.list("terminal", ME).getFirst().pod()).isEqualTo("web");
            kubelet.json(PATH, owned.formatted(",\"deletionTimestamp\":\"2026-01-31T12:00:00Z\""));
            assertThat(ask(forward.localPort(), "second")).as("it is about to go").isEqualTo("second");
            assertThat(ports.list("terminal", ME).getFirst().pod()).isEqualTo("web-b");
            kubelet.refuse(PATH, 404).json("/api/v1/namespaces/shop/pods", pods("web-c"));
            assertThat(ask(forward.localPort(), "third")).as("it has gone, and so has the second").isEqualTo("third");
            assertThat(ports.list("terminal", ME).getFirst().pod()).isEqualTo("web-c");
            assertThat(kubelet.asked()).contains("GET /api/v1/namespaces/shop/pods?labelSelector=app%3Dweb");
            ports.stop("terminal", ME, forward.id());
            ports.restart("terminal", ME, forward.id());
            assertThat(ask(forward.localPort(), "fourth")).isEqualTo("fourth");
        }
    }

    @Test
    void aPodThatNobodyReplacesIsMissed() throws Exception {
        kubelet.json(PATH, "{\"metadata\":{\"name\":\"web\",\"ownerReferences\":[{\"kind\":\"StatefulSet\",\"name\":\"web\",\"controller\":true}]}}");
        Forward forward = ports.start("terminal", ME, new ForwardWanted(POD, "80", 0));
        kubelet.refuse(PATH, 404);
        assertThat(ask(forward.localPort(), "x")).isEmpty();
        Await.until("it says so", () -> ports.list("terminal", ME).getFirst().state().equals("failing"));
        assertThat(kubelet.asked()).noneSatisfy(line -> assertThat(line).contains("labelSelector"));
    }

    /** A browser asks for localhost and takes whichever of its two addresses answers. */
    @Test
    void aPortThatAnotherProgramHasOnTheOtherLoopbackAddressIsTaken() throws Exception {
        kubelet.json(PATH, "{\"metadata\":{\"name\":\"web\"}}");
        InetAddress six = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(six) != null, "no IPv6 on this machine");
        try (var other = new ServerSocket(0, 1, six)) {
            assertThatThrownBy(() -> ports.start("terminal", ME, new ForwardWanted(POD, "80", other.getLocalPort())))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("PORT_TAKEN"));
            assertThat(ports.list("terminal", ME)).isEmpty();
        }
    }
}
