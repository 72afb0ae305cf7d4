package dev.fresnel.logs.view;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.logs.line.Fields;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** All log views that are open; nothing of them outlives this. */
@Component(service = Views.class)
public final class Views {
    private static final int MOST = 64;

    private final Streams streams;
    private final Scratch scratch;
    private final Fields fields;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, LogView> open = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private final ExecutorService workers = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("fresnel-logs-scan-", 1).factory());

    @Activate
    public Views(@Reference Streams streams, @Reference Scratch scratch, @Reference JsonCodec json) {
        this.streams = streams;
        this.scratch = scratch;
        this.fields = new Fields(json);
    }

    @Deactivate
    public void close() throws InterruptedException {
        closed = true;
        open.values().forEach(LogView::close);
        for (LogView view : open.values()) {
            view.join();
        }
        workers.shutdownNow();
        workers.awaitTermination(5, TimeUnit.SECONDS);
    }

    Channel open(Opening opening, Sink sink) {
        if (open.size() >= MOST) {
            throw new Problem(Problem.Kind.LIMITED, "LOGS_VIEWS", "There are " + MOST + " log views open; close one.", Map.of("most", MOST), null);
        }
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        var view = new LogView(token, opening.params(), sink, streams, scratch, fields, workers, opening::view, ended -> open.remove(ended.token()));
        open.put(token, view);
        view.start();
        if (closed) {
            view.close(); // it came in while the others were closed
        }
        return view;
    }

    /** @throws Problem MISSING when it is closed, or somebody guesses */
    LogView find(String token) {
        return Optional.ofNullable(open.get(token)).orElseThrow(() -> new Problem(Problem.Kind.MISSING, "LOGS_VIEW_GONE", "This log view is not open any more."));
    }

    int size() {
        return open.size();
    }
}
