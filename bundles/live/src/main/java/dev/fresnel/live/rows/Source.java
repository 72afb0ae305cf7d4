package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Denial;
import dev.fresnel.live.store.Extent;
import dev.fresnel.live.store.Feed;
import dev.fresnel.live.store.Glimpse;
import dev.fresnel.live.store.Header;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Span;
import dev.fresnel.live.store.Visible;
import dev.fresnel.live.store.Weather;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster's share of a channel: joins through the gate on a thread of its own, tries again while the cluster is down, and
 * gives the rows of its parts.
 */
public final class Source implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Source.class);
    private static final long RETRY = 3_000;
    private static final long SOON = 700;

    /** Milliseconds after which namespaces that may be seen are looked for again. */
    private static final long LOOK = 60_000;

    private final Live live;
    private final Principal principal;
    private final String cluster;
    private final String resource;
    private final Set<String> namespaces;
    private final Runnable wake;
    private final Consumer<Problem> partly;
    private final boolean again;
    private final @Nullable String pages;
    private final List<Joined> parts = new ArrayList<>();
    private @Nullable Thread joining;
    private @Nullable ServedKind served;
    private @Nullable Problem ended;
    private Age age = new Age(Age.State.LOADING, System.currentTimeMillis(), "");
    private boolean renewed = true;
    private int attempts;
    private volatile long rest = RETRY;
    private @Nullable Span span;
    /** Whether something was refused beside what is seen, which is not believed yet. */
    private volatile boolean unsure;
    private boolean closed;

    /** As the other, for those who read no pages. */
    public Source(
            Live live, Principal principal, String cluster, String resource, Set<String> namespaces, Runnable wake, Consumer<Problem> partly, boolean again) {
        this(live, principal, cluster, resource, namespaces, wake, partly, again, null);
    }

    /**
     * @param again whether the gate is to ask anew: this goes on after a pause (rule R9)
     * @param pages labels by which pages are read of what does not fit into memory, {@code ""} = any; null = then nothing is shown
     */
    public Source(
            Live live, Principal principal, String cluster, String resource, Set<String> namespaces, Runnable wake, Consumer<Problem> partly,
            boolean again, @Nullable String pages) {
        this.again = again;
        this.pages = pages;
        this.live = live;
        this.principal = principal;
        this.cluster = cluster;
        this.resource = resource;
        this.namespaces = namespaces;
        this.wake = wake;
        this.partly = partly;
    }

    public synchronized void begin() {
        joining = Thread.ofVirtual().name("live-join-" + cluster).start(this::join);
    }

    public String cluster() {
        return cluster;
    }

    /** Known once it has joined. */
    public synchronized @Nullable ServedKind served() {
        return served;
    }

    /** Why nothing can be seen, for good; null as long as it can or may be. */
    public synchronized @Nullable Problem ended() {
        return ended;
    }

    private void join() {
        try {
            while (ended() == null && !attempt()) {
                Thread.sleep(rest);
            }
            while (spanned() || denied()) {
                Thread.sleep(unsure ? SOON : LOOK);
                if (denied()) {
                    attempt();
                } else {
                    look();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there is nothing more to try */
    private boolean attempt() {
        try {
            int attempt = next();
            ServedKind kind = live.kind(principal, cluster, resource);
            Live.Seen seen = live.see(
                    principal, new Scope(cluster, kind, ""), namespaces, new Live.Wish(problem -> lost(problem, attempt), partly, again, pages));
            return accept(kind, seen, attempt);
        } catch (Problem problem) {
            return refused(problem);
        } catch (RuntimeException bug) {
            if (live.clock().isShutdown()) {
                LOG.debug("{} in {} is not joined: the live store has ended", resource, cluster);
            } else {
                LOG.error("{} in {} cannot be joined", resource, cluster, bug);
            }
            return refused(new Problem(Problem.Kind.BUG, "LIVE_BUG", "The live store failed: " + bug));
        } finally {
            wake.run();
        }
    }

    /** Whether it may not be seen now; a right may be granted another time. */
    private synchronized boolean denied() {
        return !closed && ended != null && ended.kind() == Problem.Kind.FORBIDDEN && Thread.currentThread() == joining;
    }

    /** Whether only some namespaces are seen, or pages, so that there may be more another time. */
    private synchronized boolean spanned() {
        return !closed && ended == null && (span != null || unsure || paged()) && Thread.currentThread() == joining;
    }

    /** Namespaces come, and rights to see them. */
    private void look() {
        int attempt;
        ServedKind kind;
        synchronized (this) {
            attempt = attempts + 1;
            kind = served;
        }
        if (kind == null || !spanned()) {
            return;
        }
        try {
            Live.Seen seen = live.see(
                    principal, new Scope(cluster, kind, ""), namespaces, new Live.Wish(problem -> lost(problem, attempt), partly, false, pages));
            synchronized (this) {
                if (!spanned() || attempt != attempts + 1 || alike(seen)) {
                    seen.parts().forEach(Visible::close);
                    return;
                }
                attempts = attempt;
                release();
                accept(kind, seen, attempt);
            }
            wake.run();
        } catch (RuntimeException later) {
            LOG.debug("namespaces of {} in {} are not looked for again", resource, cluster, later);
        }
    }

    /** Whether nothing has come to what is seen already, and nothing left it. */
    private boolean alike(Live.Seen seen) {
        return Objects.equals(seen.span(), span) && seen.paged() == paged() && seen.doubt() != null == unsure && seen.parts().size() == parts.size();
    }

    private synchronized int next() {
        return ++attempts;
    }

    /** @return whether there is nothing more to try */
    private synchronized boolean accept(ServedKind kind, Live.Seen seen, int attempt) {
        if (closed || ended != null && !denied() || attempt != attempts) {
            seen.parts().forEach(Visible::close);
            return true;
        }
        ended = null;
        served = kind;
        renewed = true;
        span = seen.span();
        unsure = seen.doubt() != null;
        for (Visible<Partition> visible : seen.parts()) {
            parts.add(new Joined(visible, visible.value().feed(wake)));
        }
        return true;
    }

    private synchronized boolean refused(Problem problem) {
        boolean passing = Denial.passing(problem);
        rest = problem.code().equals(Denial.TOO_BIG) ? LOOK : Weather.settling(problem) ? SOON : RETRY;
        if (passing && denied()) {
            return true; // it stays forbidden until it is known better
        }
        if (passing) {
            age = age.unreachable(problem.text());
        } else {
            end(problem);
        }
        return closed || !passing;
    }

    /**
     * The gate took a part back: what is left of the others is not what was asked for. What another store serves from now on, or
     * what cannot be confirmed now, is joined again.
     */
    private void lost(Problem problem, int attempt) {
        synchronized (this) {
            if (closed || ended != null || attempt != attempts) {
                return;
            }
            if (Denial.passing(problem)) {
                release();
                renewed = true;
                if (problem.kind() == Problem.Kind.CLUSTER_DOWN) {
                    age = age.unreachable(problem.text());
                }
                begin();
            } else {
                end(problem);
            }
        }
        wake.run();
    }

    private void end(Problem problem) {
        ended = problem;
        release();
        renewed = true;
        Age.State state = problem.kind() == Problem.Kind.MISSING ? Age.State.GONE : Age.State.FORBIDDEN;
        age = new Age(state, System.currentTimeMillis(), problem.text());
        if (problem.kind() == Problem.Kind.FORBIDDEN && !closed && Thread.currentThread() != joining) {
            begin();
        }
    }

    /** It was noticed before it was told: what is to be joined again does not end here. */
    private void taken(Problem lost) {
        if (!Denial.passing(lost)) {
            end(lost);
        }
    }

    private void release() {
        for (Joined part : parts) {
            part.close();
        }
        parts.clear();
    }

    /** Worst of its parts. */
    public synchronized Age age() {
        Age worst;
        try {
            worst = Joined.worst(parts);
        } catch (Problem lost) {
            taken(lost);
            return age;
        }
        if (worst != null && worst.state() == Age.State.GONE) {
            end(new Problem(Problem.Kind.MISSING, "LIVE_RESOURCE_GONE",
                    "The cluster does not serve " + resource + " any more: " + worst.detail()));
            return age;
        }
        return worst == null ? age : worst;
    }

    /** @throws Problem CLUSTER_DOWN while it cannot be asked whether its rows still may be seen */
    synchronized void confirm() {
        parts.forEach(Joined::confirm);
    }

    /** What part of the cluster is shown; null = all that was asked for. */
    synchronized @Nullable Coverage coverage() {
        Span part = span();
        Coverage.Paged pages = paged() ? Joined.held(parts) : null;
        return part == null && pages == null ? null : new Coverage(part, pages);
    }

    /** Whether some of it does not fit into memory and is read page by page. */
    synchronized boolean paged() {
        return parts.stream().anyMatch(Joined::paged);
    }

    /** Turns to that window of what is read page by page; where there are several parts, each shows its first page. */
    synchronized void want(int offset, int limit) {
        if (parts.size() == 1) {
            parts.getFirst().want(offset, limit);
        }
    }

    /** Whether it has joined and its first list is not complete yet. */
    public synchronized boolean loading() {
        return ended == null && !parts.isEmpty() && age().state() == Age.State.LOADING;
    }

    /** Over which namespaces; null = all that were asked for. */
    public synchronized @Nullable Span span() {
        return parts.isEmpty() ? null : span;
    }

    /** Whether it had rows and has none, because it cannot be asked any more whether they may be seen. */
    synchronized boolean withdrawn() {
        return served != null && parts.isEmpty() && age.state() == Age.State.UNREACHABLE;
    }

    /** Whether its rows are all there. */
    public synchronized boolean settled() {
        return ended == null && !parts.isEmpty() && age().state() != Age.State.LOADING;
    }

    /** What happened; empty when everything may be different. */
    public synchronized @Nullable List<Change> take() {
        List<Change> changes = new ArrayList<>();
        boolean again = renewed;
        for (Joined part : parts) {
            Feed.News news = part.feed().take();
            again |= news.renewed();
            changes.addAll(news.changes());
        }
        return again ? null : changes;
    }

    /** Whether anything has happened since the last call or {@link #take}. */
    public boolean news() {
        List<Change> changes = take();
        return changes == null || !changes.isEmpty();
    }

    /**
     * All rows as listed, per part.
     *
     * @param whole whether that is all that there is
     * @param extent which page of the list that is; null = no page
     */
    public record Taken(List<Header> headers, List<List<Row>> rows, boolean whole, @Nullable Extent extent) {}

    /** @param partly whether what has come of lists that are still loading is taken too */
    public synchronized Taken snapshot(boolean partly) {
        try {
            renewed = false;
            return Joined.taken(parts, partly);
        } catch (Problem lost) {
            taken(lost);
            return new Taken(List.of(), List.of(), true, null);
        }
    }

    /**
     * A window of the rows as listed; null when no single list holds them all, or not yet.
     *
     * @param anew whether that stands for everything that has happened; else {@link #take} tells of it yet
     */
    synchronized @Nullable Glimpse glimpse(int offset, int limit, boolean anew) {
        if (parts.size() != 1) {
            return null;
        }
        try {
            Joined part = parts.getFirst();
            Glimpse seen = part.visible().value().glimpse(anew ? part.feed() : null, offset, limit);
            renewed &= !anew || seen == null;
            return seen;
        } catch (Problem lost) {
            taken(lost);
            return null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (joining != null) {
            joining.interrupt();
        }
        release();
    }
}
