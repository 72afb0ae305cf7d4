package dev.fresnel.catalog.service;

import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.folder.PluginFile;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.offer.Offer;
import dev.fresnel.catalog.service.plan.DryRun;
import dev.fresnel.spi.switchboard.Generation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** All sources merged: what could be installed, what is, and whether the one fits to the other. One value for each question. */
final class Choices {
    private static final Comparator<Offer> BEST_FIRST =
            Comparator.comparing((Offer offer) -> offer.verdict().allows() && offer.broken().isEmpty()).thenComparing(Choices::ofFolder).thenComparing(Offer::version).reversed();

    private final Shop shop;
    private final Installed installed;
    private final Map<String, List<Offer>> offers;
    private final DryRun dryRun;

    Choices(Shop shop) {
        this.shop = shop;
        this.installed = shop.ledger().installed();
        this.offers = shop.offers().stream().sorted(BEST_FIRST).collect(Collectors.groupingBy(Offer::id, TreeMap::new, Collectors.toList()));
        this.dryRun = shop.dryRun(List.of());
    }

    Installed installed() {
        return installed;
    }

    List<Offer> of(String id) {
        return offers.getOrDefault(id, List.of());
    }

    List<Offer> all() {
        return offers.values().stream().flatMap(List::stream).toList();
    }

    Views.Items items(Optional<String> words) {
        var ids = new TreeSet<>(offers.keySet());
        ids.addAll(installed.plugins().keySet());
        ids.addAll(shop.board().table().serving().keySet());
        var items = ids.stream().flatMap(id -> item(id, false).stream()).filter(matching(words)).toList();
        var troubles = shop.shelves().views().stream().filter(view -> !view.reasons().isEmpty()).map(view -> new Views.Trouble(view.name(), view.reasons())).toList();
        return new Views.Items(shop.checkedAt(), items, troubles);
    }

    private static Predicate<Views.Item> matching(Optional<String> words) {
        String wanted = words.orElse("").strip().toLowerCase(java.util.Locale.ROOT);
        return item -> wanted.isEmpty() || (item.id() + " " + item.title() + " " + item.summary()).toLowerCase(java.util.Locale.ROOT).contains(wanted);
    }

    Optional<Views.Item> item(String id, boolean whole) {
        List<Offer> found = of(id);
        var entry = installed.find(id);
        Generation generation = shop.board().table().serving().get(id);
        if (found.isEmpty() && entry.isEmpty() && generation == null) {
            return Optional.empty();
        }
        Optional<Build> here = entry.map(Installed.Entry::now).flatMap(shop::reread);
        if (found.isEmpty()) {
            return Optional.of(onlyInstalled(id, entry, generation, here));
        }
        Offer best = found.stream().filter(offer -> reasons(offer).isEmpty()).findFirst().orElse(found.getFirst());
        List<String> reasons = reasons(best);
        var published = best.entry();
        return Optional.of(new Views.Item(
                id, best.passport().filter(passport -> !passport.plugin()).isPresent() ? "bundle" : "plugin",
                published.title().isEmpty() ? id : published.title(), published.summary(), published.publisher(), published.license(), best.version().toString(), published.sha256(), published.size(),
                best.source(), trust(best.verdict()), reasons.isEmpty(), reasons, adds(published.plugin()), asks(best), DryRun.needs(published.headers()),
                entry.map(known -> view(id, known, generation)).orElse(null), update(id, found, entry, here),
                whole ? found.stream().map(this::choice).toList() : null, whole ? published.readme() : null, whole ? published.changelog() : null));
    }

    private Views.Item onlyInstalled(String id, Optional<Installed.Entry> entry, @Nullable Generation generation, Optional<Build> here) {
        String version = generation != null ? generation.version() : entry.map(known -> known.now().version()).orElse("");
        String digest = generation != null ? generation.digest() : entry.map(known -> known.now().digest()).orElse("");
        String title = generation != null ? generation.title() : here.map(build -> build.passport().title()).orElse(id);
        return new Views.Item(
                id, id.contains("@") ? "bundle" : "plugin", title, generation != null ? generation.summary() : "", "", here.map(build -> build.passport().entry().license()).orElse(""), version, digest,
                here.map(build -> build.passport().entry().size()).orElse(0L), entry.map(known -> known.now().source()).orElse(Kept.FOLDER), new Views.Trust("local", List.of("it is installed")), true, List.of(),
                here.map(build -> adds(build.passport().entry().plugin())).orElse(List.of()), here.map(build -> build.passport().asks()).orElse(List.of()),
                here.map(build -> DryRun.needs(build.passport().headers())).orElse(List.of()), entry.map(known -> view(id, known, generation)).orElse(null), null, null, null, null);
    }

    private Views.Choice choice(Offer offer) {
        List<String> reasons = reasons(offer);
        return new Views.Choice(offer.version().toString(), offer.entry().sha256(), offer.entry().size(), offer.source(), reasons.isEmpty(), reasons);
    }

    /** Why it could not be installed now, in words. */
    List<String> reasons(Offer offer) {
        var reasons = new ArrayList<>(offer.broken());
        if (!offer.verdict().allows()) {
            reasons.add(offer.verdict().words());
        }
        shop.ledger().strikes().quarantined(offer.entry().sha256()).ifPresent(reasons::add);
        if (offer.broken().isEmpty()) {
            dryRun.missing(offer.entry().headers()).stream()
                    .filter(need -> all().stream().noneMatch(other -> other != offer && other.verdict().allows() && DryRun.provides(other.entry().headers(), need.requirement())))
                    .map(DryRun.Missing::words)
                    .forEach(reasons::add);
        }
        return reasons;
    }

    private Views.@Nullable Update update(String id, List<Offer> found, Optional<Installed.Entry> entry, Optional<Build> here) {
        if (entry.isEmpty()) {
            return null;
        }
        return better(id, entry.get())
                .map(offer -> new Views.Update(offer.version().toString(), offer.entry().sha256(), offer.source(), newAsks(entry, here, offer.passport().orElseThrow().asks())))
                .orElse(null);
    }

    /** The newest offer that fits and is newer than what is installed. */
    Optional<Offer> better(String id, Installed.Entry entry) {
        Version now = Version.parseVersion(entry.now().version());
        if (!entry.off() && of(id).stream().anyMatch(Choices::ofFolder)) {
            return Optional.empty(); // the folder wins, and takes what is newer by itself
        }
        return of(id).stream().filter(offer -> offer.version().compareTo(now) > 0 && !offer.entry().sha256().equals(entry.now().digest())).filter(offer -> reasons(offer).isEmpty()).findFirst();
    }

    private static boolean ofFolder(Offer offer) {
        return offer.source().equals(Kept.FOLDER);
    }

    /** Capabilities that nobody has agreed to yet. */
    static List<String> newAsks(Optional<Installed.Entry> entry, Optional<Build> here, List<String> asks) {
        var known = Stream.concat(entry.stream().flatMap(one -> one.consent().stream()), here.stream().flatMap(build -> build.passport().asks().stream())).toList();
        return asks.stream().filter(ask -> !known.contains(ask)).toList();
    }

    private static List<String> asks(Offer offer) {
        return offer.passport().map(passport -> passport.asks()).orElse(List.of());
    }

    private static Views.Trust trust(Verdict verdict) {
        String state = switch (verdict.trust()) {
            case TRUSTED -> verdict.words().contains("pinned") ? "pinned" : "trusted";
            case UNSIGNED -> "unsigned";
            case REFUSED -> "refused";
        };
        return new Views.Trust(state, List.of(verdict.words()));
    }

    /** How many of each kind of thing it contributes: {@code pages: 2}. */
    private static List<String> adds(Map<String, Object> plugin) {
        var parts = new TreeMap<String, Integer>();
        count(plugin, parts);
        if (plugin.get("contributions") instanceof Map<?, ?> contributions) {
            count(contributions, parts);
        }
        return parts.entrySet().stream().map(part -> part.getKey() + ": " + part.getValue()).toList();
    }

    private static void count(Map<?, ?> members, Map<String, Integer> parts) {
        members.forEach((name, value) -> {
            if (value instanceof List<?> list && !list.isEmpty() && !List.of("asks", "needs").contains(String.valueOf(name))) {
                parts.put(String.valueOf(name), list.size());
            }
        });
    }

    private Views.Installed view(String id, Installed.Entry entry, @Nullable Generation generation) {
        var reasons = new ArrayList<>(shop.notes().getOrDefault(id, List.of()));
        if (generation != null) {
            reasons.addAll(shop.board().remains(id));
        }
        Optional<String> out = shop.ledger().strikes().quarantined(entry.now().digest());
        shop.files().stream().filter(file -> file.build().filter(build -> build.id().equals(id)).isPresent()).map(PluginFile::refused).flatMap(List::stream).forEach(reasons::add);
        out.ifPresent(reasons::add);
        shop.revoked(entry.now().digest()).ifPresent(reasons::add);
        String state = generation != null ? generation.state().name() : entry.off() ? "OFF" : out.isPresent() ? "QUARANTINED" : "REFUSED";
        return new Views.Installed(
                generation != null ? generation.version() : entry.now().version(), generation != null ? generation.digest() : entry.now().digest(), state, entry.now().source(), entry.now().name(), entry.pin(), entry.hold(),
                entry.policy() == null ? shop.policy() : entry.policy(), entry.former().stream().map(kept -> new Views.Build(kept.version(), kept.digest())).toList(), entry.since(), List.copyOf(reasons));
    }
}
