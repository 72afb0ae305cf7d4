package dev.fresnel.catalog.service.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last good set: what serves now and at the next start, and what people said about it. The content of
 * {@code installed.json}.
 *
 * @param generation counts changes
 * @param by the operation that wrote it
 * @param plugins by id
 */
public record Installed(long generation, String by, Map<String, Entry> plugins) {
    /** How many former builds of a plugin are kept for going back. */
    public static final int FORMER = 2;

    static final Installed NOTHING = new Installed(0, "", Map.of());

    /**
     * One plugin.
     *
     * @param now the build that serves
     * @param beneath what another source installed before the folder took over; it serves again when the folder's file goes
     * @param former builds that served before, latest first
     * @param pin nothing but {@code now} may serve
     * @param hold automatic updates leave it alone
     * @param off removed by hand although the folder still has it
     * @param policy {@code manual}, {@code patch}, {@code minor}; absent = as the settings say
     * @param consent capabilities that somebody agreed to
     * @param since epoch milliseconds
     */
    public record Entry(
            Kept now,
            @Nullable Kept beneath,
            List<Kept> former,
            boolean pin,
            boolean hold,
            boolean off,
            @Nullable String policy,
            List<String> consent,
            long since) {
        public Entry {
            former = List.copyOf(former == null ? List.of() : former);
            consent = List.copyOf(consent == null ? List.of() : consent);
        }

        public static Entry of(Kept build) {
            return new Entry(build, null, List.of(), false, false, false, null, List.of(), System.currentTimeMillis());
        }

        /** The same plugin with another build; what served before is kept for going back. */
        public Entry serve(Kept build) {
            if (build.digest().equals(now.digest())) {
                return new Entry(build, beneath, former, pin, hold, false, policy, consent, since);
            }
            var before = new ArrayList<Kept>();
            before.add(now);
            former.stream().filter(kept -> !kept.digest().equals(build.digest()) && !kept.digest().equals(now.digest())).forEach(before::add);
            Kept under = build.fromFolder() ? now.fromFolder() ? beneath : now : null;
            return new Entry(build, under, before.stream().limit(FORMER).toList(), pin, hold, false, policy, consent, System.currentTimeMillis());
        }

        public Entry pinned(boolean yes) {
            return new Entry(now, beneath, former, yes, hold, off, policy, consent, since);
        }

        public Entry held(boolean yes) {
            return new Entry(now, beneath, former, pin, yes, off, policy, consent, since);
        }

        public Entry turnedOff() {
            return new Entry(now, null, former, false, false, true, policy, consent, System.currentTimeMillis());
        }

        public Entry following(String rule) {
            return new Entry(now, beneath, former, pin, hold, off, rule, consent, since);
        }

        public Entry consenting(List<String> capabilities) {
            var all = Stream.concat(consent.stream(), capabilities.stream()).distinct().sorted().toList();
            return new Entry(now, beneath, former, pin, hold, off, policy, all, since);
        }

        /** Digests that the store has to keep for it. */
        Stream<String> digests() {
            return Stream.concat(Stream.of(now), Stream.concat(Stream.ofNullable(beneath), former.stream())).map(Kept::digest);
        }
    }

    public Installed {
        plugins = Map.copyOf(plugins);
    }

    public Optional<Entry> find(String id) {
        return Optional.ofNullable(plugins.get(id));
    }

    /** @param entry absent = the plugin is forgotten */
    public Installed with(String id, @Nullable Entry entry) {
        var next = new TreeMap<>(plugins);
        if (entry == null) {
            next.remove(id);
        } else {
            next.put(id, entry);
        }
        return new Installed(generation, by, next);
    }

    Installed next(String operation) {
        return new Installed(generation + 1, operation, plugins);
    }

    /** Everything that the store has to keep. */
    public Stream<String> digests() {
        return plugins.values().stream().flatMap(Entry::digests);
    }
}
