package dev.fresnel.live.search;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.rows.Pulse;
import dev.fresnel.spi.principal.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A search as long as its page is open: told again when more of it is known or something has changed. */
public final class SearchChannel implements Channel {
    private static final long TICK = 250;

    private final Search search;
    private final Principal principal;
    private final Sink sink;
    private final Pulse pulse;
    private final Runnable wake;
    private Question question;
    private List<Field> fields = List.of();
    private byte[] sent = {};
    private long rest;
    private boolean closed;

    /** @throws Problem INVALID */
    public SearchChannel(Search search, Principal principal, Json params, Sink sink) {
        this.search = search;
        this.principal = principal;
        this.sink = sink;
        this.question = Question.parse(params);
        this.pulse = new Pulse(search.shared().live().clock(), TICK, this::flush);
        this.wake = pulse::beat;
    }

    /** Begins to look; returns at once. */
    public synchronized SearchChannel begin() {
        List<String> clusters = search.clusters(principal, question.clusters());
        if (!fields.stream().map(Field::cluster).toList().equals(clusters)) {
            List<Field> before = fields;
            fields = clusters.stream().map(cluster -> search.use(principal, cluster)).toList();
            fields.forEach(field -> field.listen(wake));
            leave(before);
        }
        fields.forEach(field -> field.look(question.kinds()));
        pulse.now();
        return this;
    }

    private void leave(List<Field> before) {
        before.forEach(field -> {
            field.leave(wake);
            search.release(field);
        });
    }

    @Override
    public void update(Json params) {
        Question next;
        try {
            next = Question.parse(params);
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (!closed) {
                question = next;
                sent = new byte[0];
                begin();
            }
        }
    }

    private synchronized void flush() {
        if (closed) {
            return;
        }
        long wait = rest - System.nanoTime();
        if (rest != 0 && wait > 0) {
            later(wait);
            return;
        }
        if (!sink.ready()) {
            sink.whenReady(wake);
            return;
        }
        long start = System.nanoTime();
        Hunt hunt = new Hunt(question.query(), question.kinds(), question.limit()).through(fields);
        byte[] found = hunt.json();
        long owed = search.shared().charge(principal, System.nanoTime() - start);
        rest = owed > 0 ? System.nanoTime() + owed : 0;
        if (!Arrays.equals(found, sent)) {
            sent = found;
            sink.send("data", found);
        }
        fields.forEach(field -> field.look(question.kinds()));
    }

    private void later(long nanos) {
        try {
            search.shared().live().clock().schedule(wake, nanos, TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.RejectedExecutionException ended) {
            closed = true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        leave(fields);
        fields = List.of();
    }
}
