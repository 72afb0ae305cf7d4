package dev.fresnel.live.search;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One search that is answered once, after waiting a moment for what is still loading. */
public final class SearchOnce {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final Search search;
    private final Principal principal;
    private final Question question;

    /** @throws Problem INVALID */
    public SearchOnce(Search search, Principal principal, String q, List<String> clusters, List<String> kinds, String limit) {
        this.search = search;
        this.principal = principal;
        this.question = Question.parse(q, clusters, kinds, limit);
    }

    /**
     * JSON text, {@code Found} of the interfaces page; blocks.
     *
     * @throws Problem LIMITED when this principal's searches take too much time
     */
    public byte[] answer() throws InterruptedException {
        List<Field> fields = search.clusters(principal, question.clusters()).stream().map(cluster -> search.use(principal, cluster)).toList();
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        fields.forEach(field -> field.listen(wake));
        try {
            return answer(fields, woken);
        } finally {
            fields.forEach(field -> {
                field.leave(wake);
                search.release(field);
            });
        }
    }

    private byte[] answer(List<Field> fields, Semaphore woken) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        fields.forEach(field -> field.look(question.kinds()));
        while (true) {
            long start = System.nanoTime();
            Hunt hunt = new Hunt(question.query(), question.kinds(), question.limit()).through(fields);
            long owed = search.shared().charge(principal, System.nanoTime() - start);
            if (owed > PATIENCE) {
                throw new Problem(Problem.Kind.LIMITED, "SEARCH_LIMITED", "Searches take too much time; try again in some seconds.");
            }
            long left = end - System.nanoTime();
            if (hunt.complete() || left <= 0) {
                return hunt.json();
            }
            woken.tryAcquire(Math.min(left, TimeUnit.MILLISECONDS.toNanos(250)), TimeUnit.NANOSECONDS);
            woken.drainPermits();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
