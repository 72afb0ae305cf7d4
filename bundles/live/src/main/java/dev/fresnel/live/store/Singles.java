package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of a kind that somebody may read by name alone (rule R7): each is read again every so often with the caller's own
 * credential, so that the API server itself is the gate each time.
 */
final class Singles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Singles.class);

    private final Store store;
    private final Tables tables;
    private final Wire wire;
    private final List<Name> names;
    private final Pace pace;
    private final BooleanSupplier alive;
    private final Consumer<Problem> lost;
    private final Thread applier;
    private final Thread reader;

    /** One object. */
    record Name(String namespace, String name) {}

    /**
     * @param alive whether the session still holds
     * @param lost told when none of them may be read any more
     */
    Singles(Store store, Tables tables, Wire wire, List<Name> names, Pace pace, BooleanSupplier alive, Consumer<Problem> lost) {
        this.store = store;
        this.tables = tables;
        this.wire = wire;
        this.names = names;
        this.pace = pace;
        this.alive = alive;
        this.lost = lost;
        applier = Thread.ofVirtual().name("live-apply-singles").start(store::run);
        reader = Thread.ofVirtual().name("live-read-singles").unstarted(this::run);
    }

    Store store() {
        return store;
    }

    void begin() {
        reader.start();
    }

    private void run() {
        try {
            while (round()) {
                Thread.sleep(pace.relist());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("single objects cannot be read", bug);
            store.aged(Age.now(Age.State.UNREACHABLE, bug.toString()));
        }
    }

    /** @return whether to go on */
    private boolean round() throws InterruptedException {
        try {
            store.tell(new Step.Begin());
            int denied = 0;
            for (Name name : names) {
                if (!alive.getAsBoolean()) {
                    lost.accept(Denial.session(store.scope(), "ended"));
                    return false;
                }
                denied += read(name) ? 0 : 1;
            }
            if (denied == names.size()) {
                lost.accept(Denial.forbidden(store.scope(), "None of the objects that may be read by name can be read any more."));
                return false;
            }
            if (tables.header() == null) {
                tables.plain();
            }
            store.tell(new Step.Whole(Objects.requireNonNull(tables.header())));
        } catch (IOException broken) {
            store.tell(new Step.Aged(Age.now(Age.State.STALE, "the connection broke: " + broken.getMessage())));
        } catch (Refusal refusal) {
            Problem problem = Denial.of(store.scope(), refusal.status(), refusal.text());
            if (problem != null && refusal.status() == 401) {
                lost.accept(problem);
                return false;
            }
            store.tell(new Step.Aged(Age.now(Age.State.STALE, refusal.text())));
        } catch (Problem problem) {
            if (!Denial.passing(problem)) {
                lost.accept(problem);
                return false;
            }
            store.tell(new Step.Aged(Age.now(Age.State.UNREACHABLE, problem.text())));
        }
        return true;
    }

    /** @return false when it may not be read; one that is not there may */
    private boolean read(Name name) throws Refusal, IOException, InterruptedException {
        try (var response = wire.single(name.namespace, name.name)) {
            for (Event event : tables.page(Wire.text(response))) {
                if (event instanceof Event.Put put) {
                    for (Event.Decoded decoded : put.rows()) {
                        store.tell(new Step.Put(decoded));
                    }
                }
            }
            return true;
        } catch (Refusal refusal) {
            if (refusal.status() == 404) {
                return true;
            }
            if (refusal.status() == 403) {
                return false;
            }
            throw refusal;
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        applier.interrupt();
    }
}
