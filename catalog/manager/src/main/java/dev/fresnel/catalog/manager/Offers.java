package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.PluginsFile.Wish;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.trust.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the sources offer, asked at most once in a while, and what of it may be trusted. */
public final class Offers implements AutoCloseable {
    /** Opens a source by its location in {@code plugins.yaml}. */
    public interface Opener {
        Source open(String location) throws Refusal;
    }

    /** A build and where it comes from. */
    public record Offer(Entry entry, Source source, Optional<Trust.Judged> index, Trust.Origin origin) {}

    private record Asked(Source source, Look look, long at) {}

    private final Opener opener;
    private final Trust trust;
    private final long refresh;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, Asked> asked = new HashMap<>();
    private final Map<String, Object> turns = new HashMap<>();

    public Offers(Opener opener, Trust trust, Duration refresh) {
        this.opener = opener;
        this.trust = trust;
        this.refresh = refresh.toNanos();
    }

    /** The newest build that fits a wish and may be trusted. */
    public Offer best(Wish wish) throws Refusal, InterruptedException {
        var fitting = all(wish.source()).stream()
                .filter(offer -> offer.entry().id().equals(wish.name()) && Versions.fits(wish.version(), offer.entry()))
                .filter(offer -> wish.sha256().isEmpty() || wish.sha256().equals(offer.entry().sha256()))
                .sorted((a, b) -> Versions.OLDEST_FIRST.compare(b.entry(), a.entry()))
                .toList();
        Refusal first = null;
        for (Offer offer : fitting) {
            try {
                judge(offer, wish);
                return offer;
            } catch (Refusal refused) {
                first = first == null ? refused : first;
            }
        }
        if (first != null) {
            throw first;
        }
        String what = wish.version().isEmpty() ? wish.name() : wish.name() + " " + wish.version();
        throw new Refusal(Reason.SOURCE_MISSING, wish.source() + " has no " + what + (wish.sha256().isEmpty() ? "" : " with the digest " + wish.sha256()));
    }

    /** The very build that was decided elsewhere. */
    Offer exact(Wish wish, String sha256) throws Refusal, InterruptedException {
        Optional<Offer> found = offered(wish, sha256);
        if (found.isEmpty()) { // another replica may have seen a later answer of the source
            forget(wish.source());
            found = offered(wish, sha256);
        }
        if (found.isPresent()) {
            judge(found.get(), wish);
            return found.get();
        }
        throw new Refusal(Reason.SOURCE_MISSING, wish.source() + " no longer has the build " + sha256.substring(0, 12) + " that plugins.lock names for " + wish.name());
    }

    private Optional<Offer> offered(Wish wish, String sha256) throws Refusal, InterruptedException {
        return all(wish.source()).stream().filter(offer -> offer.entry().sha256().equals(sha256)).findFirst();
    }

    private synchronized void forget(String location) {
        asked.remove(location);
    }

    private void judge(Offer offer, Wish wish) throws Refusal {
        Verdict verdict = trust.build(offer.entry(), offer.index(), offer.origin());
        boolean pinned = !wish.sha256().isEmpty() && wish.sha256().equals(offer.entry().sha256());
        if (!pinned || verdict.reason().equals(Optional.of(Reason.REVOKED))) { // a digest that the admin wrote down vouches for itself
            verdict.orRefuse();
        }
    }

    private List<Offer> all(String location) throws Refusal, InterruptedException {
        Asked now = ask(location);
        Trust.Origin origin = new Trust.Origin(now.source().name(), !location.matches("[a-z][a-z0-9+.-]+:.*") || location.startsWith("file:"));
        Optional<Trust.Judged> index = now.look().index().map(found -> new Trust.Judged(found, now.look().verdict()));
        var offers = new ArrayList<Offer>();
        for (Entry entry : now.look().entries()) {
            offers.add(new Offer(entry, now.source(), index, origin));
        }
        return offers;
    }

    /** One at a time for each source; several wishes share an answer. */
    private Asked ask(String location) throws Refusal, InterruptedException {
        synchronized (turn(location)) {
            Asked known = known(location);
            if (known != null && System.nanoTime() - known.at() < refresh) {
                return known;
            }
            Source source = source(location);
            Asked fresh = new Asked(source, source.look(), System.nanoTime());
            synchronized (this) {
                asked.put(location, fresh);
            }
            return fresh;
        }
    }

    private synchronized Object turn(String location) {
        return turns.computeIfAbsent(location, key -> new Object());
    }

    private synchronized Asked known(String location) {
        return asked.get(location);
    }

    private synchronized Source source(String location) throws Refusal {
        Source open = sources.get(location);
        if (open == null) {
            open = opener.open(location);
            sources.put(location, open);
        }
        return open;
    }

    /** The next question goes to the source itself: the file that it answered has changed. */
    synchronized void forget() {
        asked.clear();
    }

    /** Closes sources that nobody names any more. */
    synchronized void keepOnly(Set<String> locations) {
        for (String location : List.copyOf(sources.keySet())) {
            if (!locations.contains(location)) {
                sources.remove(location).close();
                asked.remove(location);
                turns.remove(location);
            }
        }
    }

    @Override
    public void close() {
        keepOnly(Set.of());
    }
}
