package dev.fresnel.catalog.service;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.Trust;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Reader;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.folder.PluginFile;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.ledger.Ledger;
import dev.fresnel.catalog.service.ledger.PrivateFiles;
import dev.fresnel.catalog.service.offer.Offer;
import dev.fresnel.catalog.service.offer.Shelves;
import dev.fresnel.catalog.service.offer.Uploads;
import dev.fresnel.catalog.service.plan.DryRun;
import dev.fresnel.spi.switchboard.Switchboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that could be installed, beside everything that is. */
final class Shop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
    private static final int LEAST_SECONDS = 60;
    private static final long RULING_NANOS = 30_000_000_000L;

    private final BundleContext context;
    private final Catalog catalog;
    private final JsonCodec json;
    private final Path home;
    private final Trust trust;
    private final Shelves shelves;
    private final Uploads uploads;
    private final boolean inCluster;
    private final Map<String, Ruling> rulings = new ConcurrentHashMap<>();
    private volatile Rules rules;
    private volatile long checkedAt;

    /**
     * What people set; {@code CatalogSettings} of the interfaces page.
     *
     * @param policy what updates itself: {@code manual}, {@code patch}, {@code minor}
     * @param checkEvery seconds between two looks at the sources
     */
    record Rules(String policy, int checkEvery) {
        static final List<String> POLICIES = List.of("manual", "patch", "minor");
        static final Rules USUAL = new Rules("manual", 3_600);
    }

    Shop(BundleContext context, Catalog catalog, JsonCodec json, Settings settings, Openers openers) {
        this.home = settings.home();
        this.context = context;
        this.catalog = catalog;
        this.json = json;
        this.trust = new Trust(policy(home.resolve("trust.json")), new Memory(home.resolve("trust-memory.json")), Clock.systemUTC());
        this.shelves = new Shelves(home, json, openers.with(trust, home), trust, settings.catalogs());
        this.inCluster = settings.inCluster();
        this.uploads = new Uploads(home, json, catalog.ledger().store());
        this.rules = read();
    }

    /** Makes sources. */
    @FunctionalInterface
    interface Openers {
        Shelves.Opener with(Trust trust, Path home);
    }

    private static Policy policy(Path file) {
        if (!Files.exists(file)) {
            return Policy.of(Policy.Unsigned.FOLDERS);
        }
        try {
            return Policy.read(Files.readAllBytes(file));
        } catch (IOException | Refusal e) {
            LOG.error("The trust policy {} cannot be used ({}): nothing is trusted that is not signed and pinned", file, e.getMessage());
            return Policy.of(Policy.Unsigned.NOWHERE);
        }
    }

    private Rules read() {
        Path file = home.resolve("settings.json");
        if (Files.exists(file)) {
            try {
                return checked(json.read(json.parse(Files.readAllBytes(file)), Rules.class));
            } catch (IOException | Problem e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
            }
        }
        return Rules.USUAL;
    }

    private static Rules checked(Rules wanted) {
        if (!Rules.POLICIES.contains(wanted.policy())) {
            throw new Problem(Problem.Kind.INVALID, "CATALOG_SETTINGS", "policy must be one of " + String.join(", ", Rules.POLICIES) + ".", Map.of("field", "policy"), null);
        }
        if (wanted.checkEvery() < LEAST_SECONDS) {
            throw new Problem(Problem.Kind.INVALID, "CATALOG_SETTINGS", "checkEvery must be at least " + LEAST_SECONDS + " seconds.", Map.of("field", "checkEvery"), null);
        }
        return wanted;
    }

    Rules rules() {
        return rules;
    }

    void rules(Rules wanted) {
        checked(wanted);
        try {
            PrivateFiles.replace(home.resolve("settings.json"), json.write(wanted));
        } catch (IOException e) {
            throw new Problem(Problem.Kind.BUG, "CATALOG_DISK", "The settings cannot be written down: " + e.getMessage(), Map.of(), e);
        }
        rules = wanted;
    }

    Ledger ledger() {
        return catalog.ledger();
    }

    Switchboard board() {
        return catalog.board();
    }

    Shelves shelves() {
        return shelves;
    }

    Uploads uploads() {
        return uploads;
    }

    String policy() {
        return rules.policy();
    }

    long checkedAt() {
        return checkedAt;
    }

    Map<String, List<String>> notes() {
        return catalog.notes();
    }

    List<PluginFile> files() {
        return catalog.files();
    }

    Map<String, List<String>> users() {
        return catalog.users();
    }

    /** Folders and uploads are there without being configured. */
    List<Shelves.View> sources() {
        var all = new ArrayList<Shelves.View>();
        catalog.folders().forEach(folder -> all.add(new Shelves.View(
                Kept.FOLDER, "folder", folder.toString(), true, System.currentTimeMillis(), Files.isDirectory(folder) ? List.of() : List.of("is not there"),
                (int) catalog.files().stream().filter(file -> file.file().startsWith(folder)).count())));
        all.add(new Shelves.View(Uploads.NAME, Uploads.NAME, "", true, null, List.of(), (int) uploads.digests().count()));
        all.addAll(shelves.views());
        return all;
    }

    void refresh() throws InterruptedException {
        shelves.refresh();
        checkedAt = System.currentTimeMillis();
    }

    /** Why a build must not run any more, in words. */
    Optional<String> revoked(String digest) {
        try {
            return trust.revoked(digest).map(reason -> "this build was revoked: " + reason);
        } catch (Refusal e) {
            return Optional.of("whether this build was revoked is not known: " + e.words());
        }
    }

    /** Why a file of the folder must not serve although it is whole; asked anew now and then, since a catalog may revoke it. */
    Optional<String> distrust(Build build) {
        long now = System.nanoTime();
        Ruling known = rulings.get(build.digest());
        if (known == null || now - known.at() > RULING_NANOS) {
            Verdict verdict = trust.build(build.passport().entry(), Optional.empty(), new Trust.Origin("the folder", true));
            known = new Ruling(verdict.allows() ? Optional.empty() : Optional.of(verdict.words()), now);
            rulings.put(build.digest(), known);
        }
        return known.words();
    }

    private record Ruling(Optional<String> words, long at) {}

    /** Everything that could be installed: folders, uploads, sources. */
    List<Offer> offers() {
        var offers = new ArrayList<Offer>();
        catalog.files().stream().flatMap(file -> file.build().stream()).map(build -> local(build, build.file(), true)).forEach(offers::add);
        uploads.digests().flatMap(digest -> reread(new Kept(digest, "", Uploads.NAME, "")).stream()).map(build -> local(build, "", !inCluster)).forEach(offers::add);
        offers.addAll(shelves.offers());
        return offers;
    }

    /** @param own whether it came from this machine's own disk, by whoever runs it */
    private Offer local(Build build, String file, boolean own) {
        Verdict verdict = trust.build(build.passport().entry(), Optional.empty(), new Trust.Origin(build.source(), own));
        return new Offer(build.passport().entry(), Optional.of(build.passport()), List.of(), build.source(), file, verdict);
    }

    /** What a stored build says of itself; empty when it is not there. */
    Optional<Build> reread(Kept kept) {
        if (!ledger().store().holds(kept.digest())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Build(Reader.again(ledger().store().path(kept.digest())), kept.digest(), kept.source(), kept.file(), 0));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** @param leaving plugins that a change replaces or removes */
    DryRun dryRun(Collection<String> leaving) {
        return new DryRun(context, bundle -> catalog.counts(bundle, leaving));
    }

    Stream<String> digests() {
        return uploads.digests();
    }

    @Override
    public void close() {
        shelves.close();
    }
}
