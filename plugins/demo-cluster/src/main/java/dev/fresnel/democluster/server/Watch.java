package dev.fresnel.democluster.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** One watch: what is there (if asked for), then every change, with bookmarks, until the caller leaves or the time is up. */
final class Watch {
    private static final long BOOKMARK_MILLIS = 30_000;
    private static final long LONGEST_SECONDS = 1800;

    private final Store store;
    private final String resource;
    private final String namespace;
    private final Predicate<Stored> wanted;
    private final Form form;
    private final boolean bookmarks;
    private final boolean streamingList;
    private final boolean fromNow;
    private final long since;
    private final long seconds;
    private boolean first = true;

    Watch(Store store, String resource, String namespace, Predicate<Stored> wanted, Form form, Query query) {
        this.store = store;
        this.resource = resource;
        this.namespace = namespace;
        this.wanted = wanted;
        this.form = form;
        this.bookmarks = query.flag("allowWatchBookmarks");
        this.streamingList = query.flag("sendInitialEvents");
        String version = query.text("resourceVersion");
        this.fromNow = version.isEmpty() || version.equals("0");
        this.since = fromNow ? 0 : Query.number(version, "resourceVersion");
        this.seconds = Math.max(1, query.number("timeoutSeconds", LONGEST_SECONDS + ThreadLocalRandom.current().nextLong(LONGEST_SECONDS)));
        if (streamingList && !query.text("resourceVersionMatch").equals("NotOlderThan")) {
            throw ApiFailure.badRequest("resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
    }

    DemoResponse response(String mediaType) {
        return DemoResponse.stream(mediaType, true, this::run);
    }

    private void run(OutputStream out) throws IOException {
        try {
            long position = since;
            if (streamingList || fromNow) {
                position = initial(out);
            }
            out.flush();
            follow(out, position);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long initial(OutputStream out) throws IOException {
        Store.Snapshot snapshot = store.list(resource, namespace);
        for (Stored object : snapshot.objects()) {
            if (wanted.test(object)) {
                send(out, "ADDED", object);
            }
        }
        if (streamingList && bookmarks) {
            mark(out, snapshot.version(), true);
        }
        return snapshot.version();
    }

    private void follow(OutputStream out, long from) throws IOException, InterruptedException {
        long position = from;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long bookmarkAt = System.nanoTime() + BOOKMARK_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            long until = Math.min(end, bookmarkAt);
            Store.Batch batch = store.await(resource, position, Math.max(1, (until - System.nanoTime()) / 1_000_000L));
            if (batch.lost()) {
                Form.error(out, ApiFailure.expired("too old resource version: " + position + " (" + batch.version() + ")"));
                return;
            }
            boolean wrote = false;
            for (Change change : batch.changes()) {
                wrote |= change(out, change);
            }
            position = batch.changes().isEmpty() ? position : batch.changes().getLast().version();
            if (System.nanoTime() >= bookmarkAt) {
                bookmarkAt = System.nanoTime() + BOOKMARK_MILLIS * 1_000_000L;
                if (bookmarks) {
                    mark(out, batch.version(), false);
                    wrote = true;
                }
            }
            if (wrote) {
                out.flush();
            }
            if (batch.closed()) {
                return;
            }
        }
    }

    /** An object that begins or ceases to match is added or deleted for this watcher. */
    private boolean change(OutputStream out, Change change) throws IOException {
        Stored object = change.object();
        if (!namespace.isEmpty() && !object.namespace().equals(namespace)) {
            return false;
        }
        boolean before = change.before().filter(wanted).isPresent();
        boolean after = change.type() != Change.Type.DELETED && wanted.test(object);
        if (!before && !after) {
            return false;
        }
        send(out, before && after ? "MODIFIED" : after ? "ADDED" : "DELETED", object);
        return true;
    }

    private void send(OutputStream out, String type, Stored object) throws IOException {
        form.event(out, type, object, first);
        first = false;
    }

    private void mark(OutputStream out, long version, boolean end) throws IOException {
        form.bookmark(out, version, end, first);
        first = false;
    }
}
