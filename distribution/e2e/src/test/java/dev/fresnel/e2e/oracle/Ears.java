package dev.fresnel.e2e.oracle;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One socket for each user, product and cluster; each frame is searched for what that user may not have. */
final class Ears implements AutoCloseable {
    /** How long a right that was taken away may still show something: 30 s by the rules, the webhook's cache, and the way to us. */
    static final long GRACE = 30_000 + 1_000 + 5_000;

    private static final Pattern OBJECT = Pattern.compile("cnry-([a-z]+)-([a-z]+)-\\d+([a-z-]*)");
    private static final Pattern THING = Pattern.compile("thing-for-([a-z.]+)-\\d");

    private final Scene scene;
    private final Ledger ledger;
    private final Map<Place, Ear> ears = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    final AtomicLong frames = new AtomicLong();
    final AtomicLong canaries = new AtomicLong();

    /** Whose socket where. */
    record Place(Subject subject, String product, String cluster) {}

    Ears(Scene scene, Ledger ledger) {
        this.scene = scene;
        this.ledger = ledger;
    }

    /** Null when the product does not let them in. */
    @Nullable Ear at(Place place) {
        try {
            return ears.compute(place, (key, before) -> before != null && !before.over() ? before : open(key));
        } catch (CompletionException refused) {
            return null;
        }
    }

    private Ear open(Place place) {
        return new Ear(scene.http, scene.products.get(place.product).live(), place.subject, frame -> look(place, frame));
    }

    private void look(Place place, String frame) {
        frames.incrementAndGet();
        Matcher object = OBJECT.matcher(frame);
        while (object.find()) {
            canaries.incrementAndGet();
            if (!ledger.lately(place.subject.word(), object.group(2), object.group(1), GRACE)) {
                violation(place, "shows " + object.group() + " without a right to it", frame);
            }
            if (place.cluster.equals(Scene.FILTERED) && object.group(3).equals(FilteringProxy.hidden(place.subject))) {
                violation(place, "shows " + object.group() + ", which the proxy hides", frame);
            }
        }
        Matcher thing = THING.matcher(frame);
        while (thing.find()) {
            canaries.incrementAndGet();
            if (!thing.group(1).equals(place.subject.canary())) {
                violation(place, "shows " + thing.group() + " of somebody else", frame);
            }
        }
        if (frame.contains(Life.VALUE) || frame.contains("VkFMVUUtQ0FOQVJZ")) {
            violation(place, "shows a value", frame);
        }
    }

    void violation(Place place, String what, String detail) {
        String line = place.subject + " at " + place.cluster + ", sharing " + place.product + ": " + what;
        String told = line + "\n    " + detail.substring(0, Math.min(600, detail.length()));
        System.out.println("VIOLATION " + told);
        if (violations.size() < 200) {
            violations.add(told);
        }
    }

    int sockets() {
        return ears.size();
    }

    @Override
    public void close() {
        List.copyOf(ears.values()).forEach(Ear::close);
    }
}
