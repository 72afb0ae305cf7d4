package dev.fresnel.access.audit;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines in the order in which they were given, on a thread of its own. Nobody waits for it: while the disk is full, or
 * more comes than can be written, lines are lost, which is said once in the log and, with their number, in the trail itself.
 */
@Component(service = {Audit.class, AuditTrail.class})
public final class AuditTrail implements Audit {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int WAITING = 8192;
    private static final long SIZE = 10L << 20;
    private static final int FORMER = 9;
    private static final int TEXT = 1024;
    private static final int BATCH = 256;

    private record Noted(Instant at, Line line) {}

    /** Wakes the writer. */
    private static final Noted NOTHING = new Noted(Instant.EPOCH, new Line(Principal.NOBODY, "", "", "", Result.OK, 0, Map.of()));

    private final JsonCodec codec;
    private final InstantSource clock;
    private final @Nullable Sink sink;
    private final @Nullable AuditFile file;
    private final BlockingQueue<Noted> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private @Nullable Thread writer;
    private volatile boolean ended;
    private long number = -1;
    private boolean failing;

    @Activate
    public AuditTrail(BundleContext context, @Reference JsonCodec codec) {
        this(sink(context), codec, InstantSource.system());
    }

    AuditTrail(@Nullable Sink sink, JsonCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
        this.sink = sink;
        this.file = sink instanceof AuditFile own ? own : null;
    }

    private static @Nullable Sink sink(BundleContext context) {
        String where = context.getProperty("fresnel.audit");
        String folder = context.getProperty("fresnel.data-dir");
        return switch (where == null ? "file" : where) {
            case "off" -> null;
            case "stdout" -> lines -> {
                System.out.write(lines);
                System.out.flush();
            };
            default -> folder == null ? null : new AuditFile(Path.of(folder), SIZE, FORMER);
        };
    }

    /** The files, when that is where lines go. */
    Optional<AuditFile> file() {
        return Optional.ofNullable(file);
    }

    JsonCodec codec() {
        return codec;
    }

    @Override
    public void write(Line line) {
        if (sink == null || ended) {
            return;
        }
        if (!waiting.offer(new Noted(clock.instant(), line))) {
            lost.incrementAndGet();
        }
        begin(sink);
    }

    private synchronized void begin(Sink to) {
        if (writer == null && !ended) {
            writer = Thread.ofPlatform().daemon().name("audit").start(() -> run(to));
        }
    }

    private void run(Sink to) {
        var batch = new ArrayList<Noted>();
        try {
            while (!ended || !waiting.isEmpty()) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH);
                batch.removeIf(one -> one == NOTHING);
                if (!batch.isEmpty()) {
                    append(to, batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            append(to, batch);
        } finally {
            close(to);
        }
    }

    private void append(Sink to, List<Noted> batch) {
        long gone = lost.getAndSet(0);
        try {
            number = number < 0 ? to.last() : number;
            long next = number;
            var lines = new ByteArrayOutputStream();
            if (gone > 0) {
                lines.writeBytes(text(++next, new Noted(clock.instant(), lostLine(gone))));
            }
            for (Noted one : batch) {
                lines.writeBytes(text(++next, one));
            }
            to.append(lines.toByteArray());
            number = next;
            failing = false;
        } catch (IOException | RuntimeException e) {
            lost.addAndGet(gone + batch.size());
            if (!failing) {
                failing = true;
                LOG.error("The audit cannot be written, lines are lost until it can be again: {}", e.toString());
            }
        }
    }

    private static Line lostLine(long count) {
        return new Line(Principal.NOBODY, "audit.lost", "", "", Result.FAILED, 0, Map.of("lines", count));
    }

    private byte[] text(long count, Noted noted) {
        Line line = noted.line();
        var members = new LinkedHashMap<String, Object>();
        members.put("n", count);
        members.put("at", noted.at().truncatedTo(ChronoUnit.MILLIS).toString());
        members.put("who", shortened(line.who().name()));
        members.put("session", line.who().key().substring(0, Math.min(12, line.who().key().length())));
        members.put("door", line.who().door().name().toLowerCase(Locale.ROOT));
        members.put("action", line.action());
        members.put("cluster", shortened(line.cluster()));
        members.put("object", shortened(line.object()));
        members.put("result", line.result().name().toLowerCase(Locale.ROOT));
        members.put("status", line.status());
        var detail = new LinkedHashMap<String, Object>();
        line.detail().forEach((key, value) -> detail.put(key, value instanceof Number || value instanceof Boolean ? value : shortened(String.valueOf(value))));
        members.put("detail", detail);
        byte[] json = codec.write(members);
        byte[] whole = java.util.Arrays.copyOf(json, json.length + 1);
        whole[json.length] = '\n';
        return whole;
    }

    private static String shortened(String text) {
        return text.length() > TEXT ? text.substring(0, TEXT) + "…" : text;
    }

    private static void close(Sink to) {
        try {
            to.close();
        } catch (IOException e) {
            LOG.warn("The audit was not closed: {}", e.toString());
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Deactivate
    public void close() throws InterruptedException {
        Thread last;
        synchronized (this) {
            ended = true;
            waiting.offer(NOTHING); // when it is full, nobody sleeps
            last = writer;
        }
        if (last != null) {
            last.join(2000);
            last.interrupt();
        }
    }
}
