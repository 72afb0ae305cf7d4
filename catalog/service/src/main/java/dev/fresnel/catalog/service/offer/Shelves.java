package dev.fresnel.catalog.service.offer;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.trust.Trust;
import dev.fresnel.catalog.service.bundle.Passport;
import dev.fresnel.catalog.service.bundle.Reader;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources that somebody configured and what each offered when it was last asked. One that cannot be read now keeps its last offers. */
public final class Shelves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shelves.class);
    private static final int MOST = 50;

    private final Path file;
    private final JsonCodec json;
    private final Opener opener;
    private final Trust trust;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    /** Makes a source of its configuration. */
    @FunctionalInterface
    public interface Opener {
        Source open(Wanted wanted) throws Refusal;
    }

    /**
     * One source as it is configured.
     *
     * @param name unique, chosen by whoever configured it
     * @param location folder, file, address of a catalog, {@code maven:…}, {@code oci:…}
     * @param fixed it stands on the command line
     */
    public record Wanted(String name, String location, boolean fixed) {
        /** What somebody typed is never fixed, whatever they sent. */
        Wanted typed() {
            return new Wanted(name, location, false);
        }
    }

    private record Written(List<Wanted> sources) {}

    private static final class Shelf {
        final Wanted wanted;
        final @Nullable Source source;
        volatile @Nullable Look look;
        volatile List<String> reasons;
        volatile long at;

        Shelf(Wanted wanted, @Nullable Source source, List<String> reasons) {
            this.wanted = wanted;
            this.source = source;
            this.reasons = reasons;
        }
    }

    public Shelves(Path folder, JsonCodec json, Opener opener, Trust trust, List<String> fixed) {
        this.file = folder.resolve("sources.json");
        this.json = json;
        this.opener = opener;
        this.trust = trust;
        if (Files.exists(file)) {
            try {
                json.read(json.parse(Files.readAllBytes(file)), Written.class).sources().forEach(wanted -> put(wanted.typed()));
            } catch (IOException | Problem | NullPointerException e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
            }
        }
        for (int i = 0; i < fixed.size(); i++) {
            put(new Wanted("catalog" + (i == 0 ? "" : "-" + (i + 1)), fixed.get(i), true));
        }
    }

    private void put(Wanted wanted) {
        Shelf shelf;
        try {
            shelf = new Shelf(wanted, opener.open(wanted), List.of());
        } catch (Refusal e) {
            shelf = new Shelf(wanted, null, List.of(e.words()));
        }
        Shelf before = shelves.put(wanted.name(), shelf);
        if (before != null && before.source != null) {
            before.source.close();
        }
    }

    /**
     * Replaces the configured sources.
     *
     * @throws Problem INVALID, naming what is wrong; nothing has changed then
     */
    public synchronized void replace(List<Wanted> sent) {
        List<Wanted> wanted = sent.stream().filter(one -> !one.fixed()).map(Wanted::typed).toList();
        check(wanted);
        try {
            PrivateFiles.replace(file, json.write(new Written(List.copyOf(wanted))));
        } catch (IOException e) {
            throw new Problem(Problem.Kind.BUG, "CATALOG_DISK", "The sources cannot be written down: " + e.getMessage(), Map.of(), e);
        }
        for (Shelf shelf : List.copyOf(shelves.values())) {
            if (!shelf.wanted.fixed() && !wanted.contains(shelf.wanted)) {
                shelves.remove(shelf.wanted.name());
                if (shelf.source != null) {
                    shelf.source.close();
                }
            }
        }
        wanted.stream().filter(one -> !shelves.containsKey(one.name())).forEach(this::put);
    }

    private void check(List<Wanted> wanted) {
        var wrong = new ArrayList<String>();
        if (wanted.size() > MOST) {
            wrong.add("more than " + MOST + " sources");
        }
        if (wanted.stream().map(Wanted::name).distinct().count() < wanted.size()) {
            wrong.add("two sources have the same name");
        }
        for (Wanted one : wanted) {
            if (one.name() == null || one.location() == null || !one.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || taken(one.name())) {
                wrong.add("\"" + one.name() + "\" is no name of a source");
                continue;
            }
            try {
                opener.open(one).close();
            } catch (Refusal e) {
                wrong.add(one.name() + ": " + e.words());
            }
        }
        if (!wrong.isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "SOURCES_INVALID", "These sources cannot be used: " + String.join("; ", wrong) + ".", Map.of("reasons", wrong), null);
        }
    }

    private boolean taken(String name) {
        Shelf shelf = shelves.get(name);
        return List.of("folder", Uploads.NAME).contains(name) || shelf != null && shelf.wanted.fixed();
    }

    public boolean isEmpty() {
        return shelves.isEmpty();
    }

    /** Asks all sources; blocks until each has answered or given up. */
    public void refresh() throws InterruptedException {
        var threads = shelves.values().stream().map(shelf -> Thread.ofVirtual().name("look-" + shelf.wanted.name()).start(() -> look(shelf))).toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void look(Shelf shelf) {
        Source source = shelf.source;
        if (source == null) {
            return;
        }
        try {
            Look look = source.look();
            shelf.look = look;
            shelf.reasons = look.problems();
            shelf.at = System.currentTimeMillis();
        } catch (Refusal e) {
            if (!shelf.reasons.equals(List.of(e.words()))) {
                LOG.warn("Plugin source {} cannot be read: {}", shelf.wanted.name(), e.words());
            }
            shelf.reasons = List.of(e.words());
            shelf.at = System.currentTimeMillis();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that all of them offer. */
    public List<Offer> offers() {
        var offers = new ArrayList<Offer>();
        new LinkedHashMap<>(shelves).values().forEach(shelf -> {
            Look look = shelf.look;
            if (look != null) {
                look.entries().forEach(entry -> offers.add(Offer.of(entry, shelf.wanted.name(), entry.locations().stream().findFirst().orElse(""), verdict(shelf, look, entry))));
            }
        });
        return offers;
    }

    private Verdict verdict(Shelf shelf, Look look, Entry entry) {
        return trust.build(entry, look.index().map(index -> new Trust.Judged(index, look.verdict())), origin(shelf));
    }

    private static Trust.Origin origin(Shelf shelf) {
        Source.Kind kind = shelf.source == null ? Source.Kind.CATALOG : shelf.source.kind();
        boolean local = kind == Source.Kind.FOLDER || kind == Source.Kind.FILE;
        return new Trust.Origin(shelf.wanted.name(), local);
    }

    /** Brings the file of an offer into the store, judged again: the verdict may have changed since the plan. */
    public void bring(Offer offer, BundleStore store, LongConsumer progress) throws Refused, IOException, InterruptedException {
        Shelf shelf = shelves.get(offer.source());
        Source source = shelf == null ? null : shelf.source;
        Look look = shelf == null ? null : shelf.look;
        if (source == null || look == null) {
            throw new Refused("its source " + offer.source() + " is not there any more");
        }
        Verdict verdict = verdict(shelf, look, offer.entry());
        if (!verdict.allows()) {
            throw new Refused(verdict.words());
        }
        Path folder = Files.createTempDirectory(store.privateFolder(), "fetch");
        Path target = folder.resolve("bundle.jar");
        try {
            source.fetch(offer.entry(), target, (done, total) -> progress.accept(done));
            keep(target, offer, store);
        } catch (Refusal e) {
            throw new Refused(e.words());
        } finally {
            Files.deleteIfExists(target);
            Files.deleteIfExists(folder);
        }
    }

    private static void keep(Path file, Offer offer, BundleStore store) throws Refused, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            BundleStore.Draft draft = store.draft(in, bytes -> {});
            try {
                if (!draft.digest().equals(offer.entry().sha256())) {
                    throw new Refused("is not the file that was promised: its SHA-256 is another one");
                }
                Passport passport = Reader.check(draft.file());
                if (!passport.headers().equals(offer.entry().headers())) {
                    throw new Refused("has another manifest than was promised");
                }
                store.keep(draft);
            } finally {
                store.drop(draft);
            }
        }
    }

    /** As the interfaces page shows one. */
    public record View(String name, String kind, String location, boolean fixed, @Nullable Long checkedAt, List<String> reasons, int entries) {}

    public List<View> views() {
        return shelves.values().stream()
                .sorted(java.util.Comparator.comparing(shelf -> shelf.wanted.name()))
                .map(shelf -> new View(
                        shelf.wanted.name(), shelf.source == null ? "unknown" : kind(shelf.source.kind()), shelf.source == null ? shelf.wanted.location() : shelf.source.name(), shelf.wanted.fixed(),
                        shelf.at == 0 ? null : shelf.at, shelf.reasons, Optional.ofNullable(shelf.look).map(look -> look.entries().size()).orElse(0)))
                .toList();
    }

    private static String kind(Source.Kind kind) {
        return kind == Source.Kind.CATALOG ? "index" : kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {
        shelves.values().stream().map(shelf -> shelf.source).filter(java.util.Objects::nonNull).forEach(Source::close);
    }

}
