package dev.fresnel.kubernetes.stream;

import static dev.fresnel.kubernetes.stream.StreamsRig.JANE;
import static dev.fresnel.kubernetes.stream.StreamsRig.ME;
import static dev.fresnel.kubernetes.stream.StreamsRig.PATH;
import static dev.fresnel.kubernetes.stream.StreamsRig.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.kubernetes.Await;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.testing.FakeKubelet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs, held terminals and ports, with real sockets and real programs behind a kubelet of the test's own. */
final class StreamsTest {
    private StreamsRig rig;
    private FakeKubelet kubelet;
    private HeldSessions held;

    @BeforeEach
    void start() throws IOException {
        rig = new StreamsRig();
        kubelet = rig.kubelet;
        held = rig.held;
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Session hold(String... command) {
        var wanted = new RunWanted(POD, "app", List.of(command), true, false, 80, 24);
        return held.hold("terminal", ME, SessionWanted.of(wanted), closed -> {});
    }

    private Optional<Session> back(Principal who, String id, long received) {
        return held.held("terminal", who, id, received, closed -> {});
    }

    private static String drain(Session session, int bytes) {
        return new String(drainBytes(session, bytes), StandardCharsets.UTF_8);
    }

    private static byte[] drainBytes(Session session, int bytes) {
        var all = new ByteArrayOutputStream();
        Await.until("output", () -> {
            byte[] some = session.read(64 << 10);
            all.writeBytes(some);
            session.release(session.place());
            return all.size() >= bytes;
        });
        return all.toByteArray();
    }

    private static Exit exit(Session session) {
        var how = new Exit[1];
        Await.until("the end", () -> {
            session.read(64 << 10);
            session.release(session.place());
            session.exit().ifPresent(exit -> how[0] = exit);
            return how[0] != null;
        });
        return how[0];
    }

    @Test
    void aProgramsExitCodeAndTheEndOfItsInputArrive() throws Exception {
        var streams = new PluginStreams("terminal", true, held);
        var wanted = RunWanted.program(POD, "app", List.of("sh", "-c", "cat; echo to-errors >&2; exit 7"));
        try (var program = run(wanted)) {
            program.input().write("grüße".getBytes(StandardCharsets.UTF_8));
            program.input().close();
            assertThat(new String(program.output().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("grüße");
            assertThat(program.await(Duration.ofSeconds(60))).contains(new Exit(7, "done", "exit 7"));
            assertThat(program.errors()).isEqualTo("to-errors\n");
        }
        streams.close();
        assertThat(kubelet.asked().getFirst()).isEqualTo("GET " + PATH + "/exec?container=app&command=sh&command=-c&command=cat%3B%20echo%20to-errors%20%3E%262%3B%20exit%207&stdin=true&stdout=true&stderr=true");
    }

    private RunningProgram run(RunWanted wanted) {
        var program = new RunningProgram(TreeJson.codec(), done -> {});
        program.socket().opened(held.open(ME, wanted, program.socket()));
        return program;
    }

    @Test
    void aSessionGoesOnWhereItWasWhenSomebodyComesBack() {
        Session first = hold("sh");
        first.write("x=42; echo one\n".getBytes(StandardCharsets.UTF_8));
        assertThat(drain(first, 4)).isEqualTo("one\n");
        first.close();
        first.write("echo lost\n".getBytes(StandardCharsets.UTF_8));
        Session second = back(ME, first.id(), 4).orElseThrow();
        second.write("echo $x\n".getBytes(StandardCharsets.UTF_8));
        assertThat(drain(second, 3)).isEqualTo("42\n");
        assertThat(second.written()).isEqualTo(15 + 8);
        second.end();
        assertThat(back(ME, first.id(), 7).orElseThrow().exit()).map(Exit::reason).contains("closed");
    }

    @Test
    void outputThatNobodyReadsIsKeptAndHoldsTheProgramUp() throws Exception {
        Session session = hold("sh", "-c", "dd if=/dev/zero bs=1024 count=10240 2>/dev/null; echo the-end");
        Await.until("the ring is full", () -> held.held("terminal", ME, session.id(), 0, closed -> {}).isPresent() && size(session) >= HeldSession.KEPT);
        Thread.sleep(300); // would go on if nothing held it up
        assertThat(size(session)).isLessThan(HeldSession.KEPT + (64 << 10));
        Session again = back(ME, session.id(), 0).orElseThrow();
        byte[] all = drainBytes(again, 10 * 1024 * 1024 + 8);
        assertThat(all).hasSize(10 * 1024 * 1024 + 8).endsWith("the-end\n".getBytes(StandardCharsets.UTF_8));
        assertThat(exit(again)).isEqualTo(new Exit(0, "done", ""));
    }

    private long size(Session session) {
        Session look = back(ME, session.id(), 0).orElseThrow();
        long bytes = 0;
        for (byte[] some = look.read(1 << 20); some.length > 0; some = look.read(1 << 20)) {
            bytes += some.length;
        }
        return bytes;
    }

    @Test
    void tenMegabytesOfInputArriveWholeAndInOrder() {
        byte[] paste = new byte[10 << 20];
        new Random(7).nextBytes(paste);
        Session session = hold("cat");
        var back = new ByteArrayOutputStream();
        int[] sent = {0};
        Await.until("all of it came back", () -> {
            while (sent[0] < paste.length && sent[0] - session.taken() < 256 << 10) {
                int length = Math.min(64 << 10, paste.length - sent[0]);
                session.write(Arrays.copyOfRange(paste, sent[0], sent[0] + length));
                sent[0] += length;
            }
            back.writeBytes(session.read(64 << 10));
            session.release(session.place());
            return back.size() >= paste.length;
        });
        assertThat(back.toByteArray()).isEqualTo(paste);
        session.endInput();
        assertThat(exit(session).code()).isZero();
    }

    @Test
    void moreInputThanMayWaitIsRefused() {
        Session session = hold("sleep", "30");
        assertThatThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                session.write(new byte[128 << 10]);
            }
        }).isInstanceOf(Problem.class).hasMessageContaining("wait for the program");
    }

    @Test
    void nobodyElseGetsASession() {
        Session mine = hold("sh");
        assertThat(back(JANE, mine.id(), 0)).isEmpty();
        assertThat(held.held("logs", ME, mine.id(), 0, closed -> {})).isEmpty();
        Session other = back(ME, mine.id(), 0).orElseThrow();
        assertThat(mine.exit()).map(Exit::reason).contains("taken");
        assertThat(other.exit()).isEmpty();
    }

    @Test
    void theEndOfTheUsersSessionEndsItsPrograms() {
        Session mine = hold("sleep", "60");
        Await.until("it runs", () -> kubelet.programs().size() == 1);
        rig.listeners.forEach(one -> one.ended(ME, Sessions.End.LOGOUT));
        assertThat(exit(mine).reason()).isEqualTo("session");
        Await.until("the program is gone", () -> !kubelet.programs().getFirst().isAlive());
        Await.until("no socket is left", () -> kubelet.sockets() == 0);
    }

    @Test
    void limitsAreKept() {
        var wanted = SessionWanted.of(RunWanted.program(POD, "", List.of("sleep", "60")));
        var idle = new HeldSession("i", "terminal", ME, wanted.limited(Duration.ofMinutes(1), Duration.ofHours(1)), TreeJson.codec(), (one, how) -> {});
        var look = idle.look(0, closed -> {});
        long now = System.nanoTime();
        assertThat(idle.overdue(now)).isEmpty();
        assertThat(idle.overdue(now + Duration.ofMinutes(3).toNanos())).map(Exit::reason).contains("idle");
        var longest = new HeldSession("l", "terminal", ME, wanted.limited(Duration.ofHours(1), Duration.ofMinutes(1)), TreeJson.codec(), (one, how) -> {});
        longest.look(0, closed -> {});
        assertThat(longest.overdue(now + Duration.ofMinutes(3).toNanos())).map(Exit::reason).contains("limit");
        look.close();
        assertThat(new HeldSession("x", "terminal", ME, wanted, TreeJson.codec(), (one, how) -> {}).overdue(now + HeldSession.LEFT / 2)).isEmpty();
        assertThat(new HeldSession("x", "terminal", ME, wanted, TreeJson.codec(), (one, how) -> {}).overdue(now + 2 * HeldSession.LEFT)).map(Exit::reason).contains("left");
    }

    @Test
    void whatIsRefusedIsSaidInTheApiServersWordsAndWrittenDown() {
        kubelet.refuse(PATH + "/exec", 403);
        assertThatThrownBy(() -> hold("sh")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
            assertThat(problem.text()).isEqualTo("you may not");
        });
        assertThat(rig.audit).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("exec.open");
            assertThat(line.result()).isEqualTo(Audit.Result.REFUSED);
        });
    }

    @Test
    void theAuditSaysWhoWhereAndHowLongAndNothingThatWasTyped() {
        Session session = hold("sh", "-c", "read secret; echo $secret", "arg-with-password");
        session.write("hunter2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(exit(session).code()).isZero();
        Await.until("both lines", () -> rig.audit.size() == 2);
        assertThat(rig.audit).extracting(Audit.Line::action).containsExactly("exec.open", "exec.close");
        assertThat(rig.audit).allSatisfy(line -> {
            assertThat(line.who()).isEqualTo(ME);
            assertThat(line.object()).isEqualTo(PATH + "/exec");
            assertThat(line.toString()).doesNotContain("hunter2").doesNotContain("password");
        });
        assertThat(rig.audit.getLast().detail()).containsEntry("in", 8L).containsEntry("out", 8L).containsEntry("code", 0).containsKey("seconds");
    }

    @Test
    void nothingRunsWhereAServerIsReadOnlyNorForAPluginThatDidNotAsk() throws Exception {
        HeldSessions readOnly = rig.make(new Rules(true, 0, true));
        try {
            assertThatThrownBy(() -> readOnly.hold("terminal", ME, SessionWanted.of(RunWanted.program(POD, "", List.of("sh"))), closed -> {}))
                    .isInstanceOf(Problem.class).hasMessageContaining("read-only");
            assertThatThrownBy(() -> readOnly.enter(ME)).isInstanceOf(Problem.class);
        } finally {
            readOnly.close();
        }
        HeldSessions few = rig.make(new Rules(false, 1, true));
        try {
            few.enter(ME);
            assertThatThrownBy(() -> few.enter(ME)).isInstanceOf(Problem.class).hasMessageContaining("as many as one user may have");
            few.enter(JANE).run();
        } finally {
            few.close();
        }
        assertThat(kubelet.asked()).isEmpty();
    }

    @Test
    void aPodThatIsMadeForASessionGoesWithIt() {
        kubelet.json("/api/v1/namespaces/default/pods", "{}").json("/api/v1/namespaces/default/pods/node-shell", "{\"status\":{\"phase\":\"Running\"}}")
                .json("/api/v1/pods", "{\"items\":[{\"metadata\":{\"name\":\"left\",\"namespace\":\"default\"}}]}");
        var pod = new ObjectRef("c", Kind.POD, "default", "node-shell");
        Session session = held.hold("terminal", ME, SessionWanted.of(RunWanted.terminal(pod, "shell", List.of("sh"), 80, 24)).inPod(Map.of("spec", Map.of("nodeName", "n1"))), closed -> {});
        session.end();
        Await.until("the pod is removed", () -> kubelet.asked().contains("DELETE /api/v1/namespaces/default/pods/node-shell?gracePeriodSeconds=0"));
        Await.until("what a former run left is removed", () -> kubelet.asked().contains("DELETE /api/v1/namespaces/default/pods/left?gracePeriodSeconds=0"));
        assertThat(kubelet.asked()).anySatisfy(line -> assertThat(line).contains("labelSelector=fresnel.dev%2Finstance%3Dinstance%2Cfresnel.dev%2Fowner%3D").contains("fresnel.dev%2Frun%21%3D"));
    }
}
