package dev.fresnel.terminal;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.Program;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One file on its way into a container. */
final class Upload implements Channel {
    private static final long MEGABYTE = 1 << 20;

    /** What a page may send before it hears that something was taken, and some more. */
    private static final long WAITING = 2 << 20;

    private static final long STEP = 64 << 10;
    private static final int PATIENCE = 60;

    private final Streams streams;
    private final Sink sink;
    private final View view;
    private final ObjectRef pod;
    private final String container;
    private final String folder;
    private final String name;
    private final long size;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread worker = Thread.ofVirtual().name("fresnel-terminal-upload").unstarted(this::run);

    /** @throws Problem INVALID, LIMITED */
    Upload(Streams streams, TerminalSettings settings, Opening opening, Sink sink) {
        this.streams = streams;
        this.sink = sink;
        Json said = opening.params();
        this.view = opening.view(said.get("cluster").text());
        this.pod = new ObjectRef(view.cluster(), Kind.POD, said.get("namespace").text(), said.get("pod").text());
        this.container = said.get("container").text();
        this.folder = said.get("folder").text().isEmpty() ? "." : said.get("folder").text();
        this.name = said.get("name").text();
        this.size = said.get("size").number(-1);
        FilePath.checkBelow(name);
        long most = Math.min(TarWriter.LARGEST, settings.fileMegabytes() * MEGABYTE);
        if (size < 0 || size > most) {
            throw new Problem(Problem.Kind.LIMITED, "TERMINAL_FILE_TOO_LARGE", "Files up to " + most / MEGABYTE + " MB can be copied.", Map.of("megabytes", most / MEGABYTE), null);
        }
    }

    void begin() {
        worker.start();
    }

    @Override
    public void bytes(byte[] payload) {
        if (waitingBytes.addAndGet(payload.length) > WAITING) {
            sink.end("limit", "Too much at once.");
            worker.interrupt();
            return;
        }
        waiting.add(payload);
    }

    private void run() {
        try {
            send();
            sink.send("data", Map.of("done", true, "taken", size));
            sink.end("gone", "done");
        } catch (Problem problem) {
            sink.problem(problem);
            sink.end("gone", problem.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            sink.problem(new Problem(Problem.Kind.CLUSTER_DOWN, "TERMINAL_COPY_BROKEN", "Copying broke off: " + e.getMessage(), Map.of(), e));
            sink.end("gone", "broken");
        }
    }

    private void send() throws IOException, InterruptedException {
        var command = List.of("tar", "xof", "-", "-C", folder);
        try (Program tar = streams.run(view, new RunWanted(pod, container, command, true, false, 0, 0))) {
            try {
                write(tar);
            } catch (IOException e) {
                throw failed(tar, tar.await(Duration.ofSeconds(2)));
            }
            Optional<Exit> exit = tar.await(Duration.ofSeconds(PATIENCE));
            if (exit.filter(Exit::fine).isEmpty()) {
                throw failed(tar, exit);
            }
        }
    }

    private void write(Program tar) throws IOException, InterruptedException {
        OutputStream out = tar.input();
        var writer = new TarWriter(out);
        writer.file(name, size, 0644, Instant.now().getEpochSecond());
        long sent = 0;
        long told = 0;
        sink.send("data", Map.of("taken", 0));
        while (sent < size) {
            byte[] next = waiting.poll(PATIENCE, TimeUnit.SECONDS);
            if (next == null) {
                throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "TERMINAL_COPY_STALLED", "Nothing more came for " + PATIENCE + " s.");
            }
            waitingBytes.addAndGet(-next.length);
            if (sent + next.length > size) {
                throw new Problem(Problem.Kind.INVALID, "TERMINAL_FILE_CHANGED", "The file is not as large as was said.");
            }
            out.write(next);
            sent += next.length;
            if (sent - told >= STEP) {
                told = sent;
                sink.send("data", Map.of("taken", sent));
            }
        }
        writer.pad(size);
        writer.end();
        out.close();
    }

    private Problem failed(Program tar, Optional<Exit> exit) {
        String said = (tar.errors() + " " + exit.map(Exit::text).orElse("It did not end.")).strip();
        boolean none = exit.filter(how -> how.code() == 126 || how.code() == 127).isPresent() || said.contains("executable file");
        return none
                ? new Problem(Problem.Kind.CONFLICT, "TERMINAL_NO_TAR", "There is no tar in this container, which copying files needs.")
                : new Problem(Problem.Kind.CONFLICT, "TERMINAL_COPY_REFUSED", said, Map.of("name", name, "folder", folder), null);
    }

    @Override
    public void update(Json params) {
        // nothing can be changed
    }

    @Override
    public void close() {
        if (Thread.currentThread() != worker) {
            worker.interrupt();
        }
    }
}
