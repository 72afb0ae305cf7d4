package dev.fresnel.access.session;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.access.home.Verdict;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What API servers said of tokens, asked once for all who wait and again after a while. When a cluster does not answer, who
 * was known a moment ago stays known: an API server that is down must not log everybody out. Nor must one that has only just come
 * back: until it has the keys of its issuer it refuses every token, so that who was known is asked about again before that is believed.
 */
final class TokenChecks {
    static final Duration GOOD = Duration.ofSeconds(30);
    static final Duration BAD = Duration.ofSeconds(5);
    static final Duration OUTAGE = Duration.ofMinutes(15);

    /** How long an API server that has come back is not believed that it does not know a token; the same as for rights that it refuses then. */
    static final Duration DOUBT = Duration.ofSeconds(15);

    private static final int MOST = 10_000;

    private record Question(String principal, String cluster) {}

    /**
     * @param verdict the last one that is believed, of that time
     * @param triedAt when the cluster could not say more
     * @param doubted since when it has refused and is not believed; null = it has not
     */
    private record Known(Verdict verdict, long at, long triedAt, @Nullable Long doubted) {
        Known tried(long now, @Nullable Long doubt) {
            return new Known(verdict, at, now, doubt);
        }
    }

    private final ApiServers servers;
    private final LongSupplier clock;
    private final InstantSource time;
    private final LinkedHashMap<Question, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Question, CompletableFuture<Verdict>> underWay = new LinkedHashMap<>();

    /** @param clock nanoseconds, as of {@link System#nanoTime} */
    TokenChecks(ApiServers servers, LongSupplier clock, InstantSource time) {
        this.servers = servers;
        this.clock = clock;
        this.time = time;
    }

    /** @throws Problem when the cluster does not answer and has not known the token lately */
    Verdict verdict(Principal principal, String cluster) {
        var question = new Question(principal.key(), cluster);
        var mine = new CompletableFuture<Verdict>();
        CompletableFuture<Verdict> others;
        synchronized (this) {
            Known before = known.get(question);
            if (before != null && fresh(before)) {
                return before.verdict();
            }
            others = underWay.putIfAbsent(question, mine);
        }
        return others == null ? ask(principal, question, mine) : joined(others);
    }

    /** Whether the answer is known without asking. */
    synchronized boolean judged(Principal principal, String cluster) {
        Known before = known.get(new Question(principal.key(), cluster));
        return before != null && fresh(before);
    }

    private boolean fresh(Known before) {
        long now = clock.getAsLong();
        Duration life = before.verdict() instanceof Verdict.Accepted ? GOOD : BAD;
        return now - before.at() < life.toNanos() || now - before.triedAt() < BAD.toNanos();
    }

    private static Verdict joined(CompletableFuture<Verdict> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Verdict ask(Principal principal, Question question, CompletableFuture<Verdict> mine) {
        try {
            Verdict verdict = believed(principal, question, servers.who(principal, question.cluster()));
            mine.complete(verdict);
            return verdict;
        } catch (Problem problem) {
            Verdict before = outage(question, problem);
            if (before != null) {
                mine.complete(before);
                return before;
            }
            mine.completeExceptionally(problem);
            throw problem;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (this) {
                underWay.remove(question);
            }
        }
    }

    /** Who was known a moment ago and is refused by an API server that has only just come back, stays known for a little while. */
    private Verdict believed(Principal principal, Question question, Verdict said) {
        boolean settling = said instanceof Verdict.Refused && servers.settling(principal, question.cluster(), time.instant(), DOUBT);
        synchronized (this) {
            Known before = settling ? lately(question) : null;
            long now = clock.getAsLong();
            long since = before == null || before.doubted() == null ? now : before.doubted();
            if (before == null || now - since >= DOUBT.toNanos()) {
                note(question, said);
                return said;
            }
            known.put(question, before.tried(now, since));
            return before.verdict();
        }
    }

    private synchronized @Nullable Verdict outage(Question question, Problem problem) {
        boolean down = problem.kind() == Problem.Kind.CLUSTER_DOWN || problem.kind() == Problem.Kind.UPSTREAM_TIMEOUT;
        Known before = down ? lately(question) : null;
        if (before == null) {
            return null;
        }
        known.put(question, before.tried(clock.getAsLong(), null));
        return before.verdict();
    }

    /** What is known of who was accepted a moment ago. */
    private @Nullable Known lately(Question question) {
        Known before = known.get(question);
        boolean accepted = before != null && before.verdict() instanceof Verdict.Accepted && clock.getAsLong() - before.at() <= OUTAGE.toNanos();
        return accepted ? before : null;
    }

    /** Whether a refusal is not believed yet: then it is asked again soon. */
    synchronized boolean doubtful(Principal principal, String cluster) {
        Known before = known.get(new Question(principal.key(), cluster));
        return before != null && before.doubted() != null;
    }

    private void note(Question question, Verdict verdict) {
        long now = clock.getAsLong();
        known.put(question, new Known(verdict, now, now - BAD.toNanos(), null));
        if (known.size() > MOST) {
            known.remove(known.firstEntry().getKey());
        }
    }

    /** What is known of this principal may no longer be true: the next one asks again. */
    synchronized void doubt(Principal principal) {
        long past = clock.getAsLong() - GOOD.toNanos();
        known.replaceAll((question, before) ->
                question.principal().equals(principal.key()) ? new Known(before.verdict(), Math.min(past, before.at()), past, before.doubted()) : before);
    }

    /** What one cluster said. */
    record Said(String cluster, Verdict verdict) {}

    /** What is known of this principal, by cluster. */
    synchronized List<Said> said(Principal principal) {
        var all = new ArrayList<Said>();
        known.forEach((question, answer) -> {
            if (question.principal().equals(principal.key())) {
                all.add(new Said(question.cluster(), answer.verdict()));
            }
        });
        return all;
    }
}
