package dev.fresnel.terminal;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page's look at one program. Output goes out as bytes, as far ahead as the page has drawn it; its place is the channel's token, so
 * that a page, or the next build of this plugin, goes on where it was. Frames {@code data}: {@code opened}, {@code taken}, {@code
 * exit}, {@code gone}, {@code step}.
 */
final class ShellChannel implements Channel {
    /** Output that the page has not drawn yet. */
    private static final long AHEAD = 512 << 10;

    /** Output that is kept although it has been drawn, for a page that is loaded again. */
    private static final long HISTORY = 256 << 10;

    private static final int FRAME = 32 << 10;
    /** Input of which the page is told that it has been taken. Of single keys it hears when it comes back, which is soon enough. */
    private static final int TAKEN = 32 << 10;
    private static final int FIRST_WORDS = 2048;
    /** All have been tried. */
    private static final String NO_SHELL = "noshell";
    private static final Duration SILENCE = Duration.ofMillis(1500);

    private final Streams streams;
    private final TerminalSettings settings;
    private final Sink sink;
    private final View view;
    private final Optional<String> resume;
    private final Deque<List<String>> candidates = new ArrayDeque<>();
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();

    private ShellParams params;
    private @Nullable Session session;
    private @Nullable Thread opener;
    private List<String> command = List.of();
    private long startedAt;
    private long told;
    private boolean guessing;
    private boolean over;

    ShellChannel(Streams streams, TerminalSettings settings, Opening opening, Sink sink) {
        this.streams = streams;
        this.settings = settings;
        this.sink = sink;
        this.params = ShellParams.of(opening.params());
        this.view = opening.view(params.pod().cluster());
        this.resume = opening.resume();
    }

    void begin() {
        if (resume.isPresent()) {
            comeBack(resume.get());
            return;
        }
        if (params.mode().equals("node") && !settings.nodeShells()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "NODE_SHELLS_OFF", "Node shells are switched off in the settings of this installation.");
        }
        if (params.mode().equals("exec") && params.command().isEmpty()) {
            candidates.addAll(Shells.candidates(params.windows()));
            guessing = true;
        } else {
            candidates.add(params.mode().equals("node") ? NodePod.COMMAND : params.command());
        }
        sink.send("data", Map.of("step", params.mode().equals("node") ? "pod" : "opening"));
        openNext();
    }

    /** A token is {@code session:bytes}. */
    private void comeBack(String token) {
        int colon = token.indexOf(':');
        long received = colon < 0 ? 0 : number(token.substring(colon + 1));
        Optional<Session> known = streams.held(view, colon < 0 ? token : token.substring(0, colon), received);
        if (known.isEmpty()) {
            sink.send("data", Map.of("gone", true));
            sink.end("gone", "The session has ended meanwhile.");
            return;
        }
        command = params.command();
        take(known.get(), true);
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Asking the cluster takes its time, so not here. */
    private synchronized void openNext() {
        List<String> next = candidates.removeFirst();
        command = next;
        startedAt = System.nanoTime();
        first.reset();
        opener = Thread.ofVirtual().name("fresnel-terminal-open").start(() -> open(next));
    }

    private void open(List<String> next) {
        try {
            take(streams.hold(view, wanted(next)), false);
            Thread.sleep(SILENCE);
            settleFor(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Problem problem) {
            sink.problem(problem);
            sink.end(problem.kind() == Problem.Kind.FORBIDDEN ? "forbidden" : "gone", problem.text());
        }
    }

    /** A shell that has said nothing by now is one all the same. */
    private synchronized void settleFor(List<String> candidate) {
        Session now = session;
        if (now != null && guessing && command == candidate) {
            settle(now);
        }
    }

    private SessionWanted wanted(List<String> next) {
        Duration idle = Duration.ofMinutes(settings.idleMinutes());
        Duration longest = Duration.ofHours(settings.longestHours());
        if (params.mode().equals("node")) {
            var node = NodePod.on(params.node(), settings, view.cluster());
            var run = RunWanted.terminal(node.ref(), NodePod.CONTAINER, next, params.columns(), params.rows());
            return SessionWanted.of(run).limited(idle, longest).inPod(node.manifest());
        }
        var run = new RunWanted(params.pod(), params.container(), params.mode().equals("attach") ? List.of() : next, params.input(), params.tty(), params.columns(), params.rows());
        return SessionWanted.of(run).limited(idle, longest);
    }

    private void take(Session taken, boolean resumed) {
        synchronized (this) {
            if (over) {
                taken.end();
                return;
            }
            session = taken;
            told = taken.written();
            if (!guessing) {
                opened(taken, resumed);
            }
        }
        taken.resize(params.columns(), params.rows());
        taken.whenChanged(this::pump);
    }

    private void opened(Session taken, boolean resumed) {
        sink.resumeAt(taken.id() + ":" + taken.place());
        sink.send("data", Map.of("opened", Map.of(
                "session", taken.id(), "out", taken.place(), "in", taken.written(), "resumed", resumed,
                "program", command.isEmpty() ? "" : command.getFirst())));
    }

    private void pump() {
        Session now;
        boolean again = false;
        synchronized (this) {
            now = session;
            if (now == null || over) {
                return;
            }
            again = !forward(now);
        }
        if (again) {
            sink.whenReady(this::pump);
        }
    }

    /** @return false when the client has no credit left */
    private boolean forward(Session now) {
        while (now.place() - params.seen() < AHEAD) {
            if (!sink.ready()) {
                return false;
            }
            byte[] some = now.read(FRAME);
            if (some.length == 0) {
                break;
            }
            if (guessing) {
                guess(some);
            } else {
                say(now, some);
            }
        }
        long taken = now.taken();
        if (taken - told >= TAKEN) {
            told = taken;
            sink.send("data", Map.of("taken", taken));
        }
        Optional<Exit> exit = now.exit();
        if (exit.isPresent() && !sink.ready()) {
            return false; // the end of a channel drops what waits for credit
        }
        exit.ifPresent(how -> ended(now, how));
        return true;
    }

    /** What may be a runtime's complaint that there is no such shell is kept back until it is more than that, or is the shell's own. */
    private void guess(byte[] some) {
        first.writeBytes(some);
        Session now = session;
        if (now != null && (first.size() > FIRST_WORDS || !Shells.complains(first.toString(StandardCharsets.UTF_8)))) {
            settle(now);
        }
    }

    private void settle(Session now) {
        guessing = false;
        byte[] held = first.toByteArray();
        first.reset();
        sink.send("data", Map.of("opened", Map.of(
                "session", now.id(), "out", now.place() - held.length, "in", now.written(), "resumed", false, "program", program())));
        if (held.length > 0) {
            sink.bytes(held);
        }
        sink.resumeAt(now.id() + ":" + now.place());
    }

    private String program() {
        return command.isEmpty() ? "" : command.getFirst();
    }

    private void say(Session now, byte[] some) {
        sink.bytes(some);
        sink.resumeAt(now.id() + ":" + now.place());
    }

    private void ended(Session now, Exit exit) {
        Duration lived = Duration.ofNanos(System.nanoTime() - startedAt);
        boolean missing = guessing && Shells.missing(exit, first.toString(StandardCharsets.UTF_8), now.written(), lived);
        if (missing && !candidates.isEmpty()) {
            session = null;
            now.close();
            openNext();
            return;
        }
        if (guessing && !missing) {
            settle(now);
        }
        over = true;
        now.close();
        Exit said = missing ? new Exit(exit.code(), NO_SHELL, exit.text()) : exit;
        sink.send("data", Map.of("exit", said));
        sink.end("gone", said.reason());
    }

    @Override
    public void update(Json said) {
        ShellParams next = ShellParams.of(said);
        Session now;
        boolean resized;
        synchronized (this) {
            resized = next.columns() != params.columns() || next.rows() != params.rows();
            params = next;
            now = session;
        }
        if (now == null) {
            return;
        }
        now.release(Math.max(0, Math.min(next.seen(), now.place()) - HISTORY));
        if (resized) {
            now.resize(next.columns(), next.rows());
        }
        if (said.get("end").flag()) {
            now.end();
        }
        pump();
    }

    @Override
    public void bytes(byte[] payload) {
        Session now;
        synchronized (this) {
            now = session;
            if (now != null && guessing) {
                settle(now);
            }
        }
        if (now != null) {
            now.write(payload);
        }
    }

    @Override
    public void close() {
        Session left;
        Thread opening;
        synchronized (this) {
            over = true;
            left = session;
            session = null;
            opening = opener;
        }
        if (left != null) {
            left.close();
        } else if (opening != null) {
            opening.interrupt();
        }
    }
}
