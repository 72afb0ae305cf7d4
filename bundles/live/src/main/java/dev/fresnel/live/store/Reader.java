package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a store of one principal's own without a watch: reads anew every so often, with the caller's own credential, so that the
 * API server itself is the gate each time.
 */
abstract class Reader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    final Store store;
    final Tables tables;
    final Wire wire;
    final Pace pace;
    private final BooleanSupplier alive;
    private final BooleanSupplier unsettled;
    private final Consumer<Problem> lost;
    private final Thread applier;
    private final Thread reading;

    /**
     * What it works with.
     *
     * @param alive whether the session still holds
     * @param unsettled whether a refusal is not to be believed yet
     * @param lost told when nothing of it may be read any more
     */
    record Tools(Store store, Tables tables, Wire wire, Pace pace, BooleanSupplier alive, BooleanSupplier unsettled, Consumer<Problem> lost) {}

    Reader(String what, Tools tools) {
        this.store = tools.store;
        this.tables = tools.tables;
        this.wire = tools.wire;
        this.pace = tools.pace;
        this.alive = tools.alive;
        this.unsettled = tools.unsettled;
        this.lost = tools.lost;
        applier = Thread.ofVirtual().name("live-apply-" + what).start(store::run);
        reading = Thread.ofVirtual().name("live-read-" + what).unstarted(this::run);
    }

    void begin() {
        reading.start();
    }

    /** @return why nothing of it may be read any more; null = it was read */
    abstract @Nullable Problem read() throws Refusal, IOException, InterruptedException;

    /** Waits until it is to be read again. */
    void rest() throws InterruptedException {
        Thread.sleep(pace.relist());
    }

    /** Which part was read; null = all. */
    @Nullable Extent extent() {
        return null;
    }

    private void run() {
        try {
            while (round()) {
                rest();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("{} in {} cannot be read", store.scope().kind().id(), store.scope().cluster(), bug);
            store.aged(Age.now(Age.State.UNREACHABLE, bug.toString()));
        }
    }

    /** @return whether to go on */
    private boolean round() throws InterruptedException {
        try {
            store.tell(new Step.Begin());
            Problem none = alive() ? read() : Denial.session(store.scope(), "ended");
            if (none != null) {
                lost.accept(none);
                return false;
            }
            if (tables.header() == null) {
                tables.plain();
            }
            store.tell(new Step.Whole(Objects.requireNonNull(tables.header()), extent()));
        } catch (IOException broken) {
            store.tell(new Step.Aged(Age.now(Age.State.STALE, "the connection broke: " + broken.getMessage())));
        } catch (Refusal refusal) {
            return refused(refusal);
        } catch (Problem problem) {
            if (!Denial.passing(problem)) {
                lost.accept(problem);
                return false;
            }
            store.tell(new Step.Aged(Age.now(Age.State.UNREACHABLE, problem.text())));
        }
        return true;
    }

    final boolean alive() {
        return alive.getAsBoolean();
    }

    final boolean unsettled() {
        return unsettled.getAsBoolean();
    }

    /** A refusal of all of it. */
    boolean ends(int status) {
        return status == 401;
    }

    private boolean refused(Refusal refusal) throws InterruptedException {
        Problem problem = Denial.of(store.scope(), refusal.status(), refusal.text());
        if (problem != null && ends(refusal.status()) && !unsettled()) {
            lost.accept(problem);
            return false;
        }
        store.tell(new Step.Aged(Age.now(Age.State.STALE, refusal.text())));
        return true;
    }

    @Override
    public void close() {
        reading.interrupt();
        applier.interrupt();
    }
}
