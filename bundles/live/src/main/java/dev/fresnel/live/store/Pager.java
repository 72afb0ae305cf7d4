package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A list that does not fit into memory: holds the page that somebody looks at, in the API server's order, and reads it again every
 * so often. Pages between are passed over without their objects.
 */
final class Pager extends Reader {
    static final int PAGE = 500;

    /** Rows without objects that are passed over at once; about 1.6 MB. */
    private static final int STRIDE = 10_000;

    private final String selector;
    private final Semaphore lists;
    private final Semaphore turned = new Semaphore(0);

    /** Where the list can be gone on from, by rows before; of one moment of the cluster. */
    private final TreeMap<Integer, String> tokens = new TreeMap<>();

    private volatile int from;
    private volatile int count = PAGE;
    private volatile @Nullable Extent extent;

    /**
     * @param selector labels that the API server is to look at; {@code ""} = none
     * @param lists permits of the cluster
     */
    Pager(Tools tools, String selector, Semaphore lists) {
        super("pages", tools);
        this.selector = selector;
        this.lists = lists;
    }

    /** Turns to that window of the list. */
    void want(int offset, int limit) {
        Extent now = extent;
        int size = Math.max(PAGE, limit);
        if (now == null ? offset + limit <= PAGE : now.covers(offset, limit)) {
            return;
        }
        count = size;
        from = Math.max(0, offset - (size - limit) / 2);
        turned.release();
    }

    @Override
    void rest() throws InterruptedException {
        if (!turned.tryAcquire(pace.relist().toMillis(), TimeUnit.MILLISECONDS)) {
            tokens.clear();
        }
        turned.drainPermits();
    }

    @Override
    @Nullable Extent extent() {
        return extent;
    }

    @Override
    boolean ends(int status) {
        return status == 401 || status == 403 || status == 404;
    }

    @Override
    @Nullable Problem read() throws Refusal, IOException, InterruptedException {
        lists.acquire();
        try {
            page();
        } catch (Refusal refusal) {
            if (refusal.status() != 410) {
                throw refusal;
            }
            // The moment that the tokens are of is forgotten.
            tokens.clear();
            page();
        } finally {
            lists.release();
        }
        return null;
    }

    private void page() throws Refusal, IOException, InterruptedException {
        int wanted = from;
        Map.Entry<Integer, String> known = tokens.floorEntry(wanted);
        int at = known == null ? 0 : known.getKey();
        String token = known == null ? "" : known.getValue();
        while (at < wanted) {
            Tables.Passed passed = passOver(Math.min(STRIDE, wanted - at), token);
            if (passed.end().next().isEmpty() || passed.rows() == 0) {
                break; // it has become shorter: the last page is what comes here
            }
            at += passed.rows();
            token = passed.end().next();
            tokens.put(at, token);
        }
        hold(at, token);
    }

    private String query(int limit, String token) {
        return "limit=" + limit + (selector.isEmpty() ? "" : "&labelSelector=" + Scope.encode(selector))
                + (token.isEmpty() ? "" : "&continue=" + Scope.encode(token));
    }

    private Tables.Passed passOver(int step, String token) throws Refusal, IOException {
        try (UpstreamResponse response = wire.bare(query(step, token))) {
            return Tables.passOver(Wire.text(response));
        }
    }

    /** An API server may give fewer rows at a time than it is asked for. */
    private void hold(int at, String begin) throws Refusal, IOException, InterruptedException {
        int most = count;
        int held = 0;
        int more = 0;
        String token = begin;
        do {
            try (UpstreamResponse response = wire.open(query(most - held, token))) {
                for (Event event : tables.page(Wire.text(response))) {
                    if (event instanceof Event.Put put) {
                        for (Event.Decoded decoded : put.rows()) {
                            store.tell(new Step.Put(decoded));
                            held++;
                        }
                    } else if (event instanceof Event.PageEnd end) {
                        token = end.next();
                        // With a selector nobody says how many there are: one page more at least.
                        more = token.isEmpty() ? 0 : end.remaining() < 0 ? PAGE : end.remaining();
                    }
                }
            }
            if (!token.isEmpty()) {
                tokens.put(at + held, token);
            }
        } while (held < most && !token.isEmpty());
        extent = new Extent(at, held, at + held + more);
    }
}
