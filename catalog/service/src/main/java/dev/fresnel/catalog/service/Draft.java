package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.offer.Offer;
import dev.fresnel.catalog.service.plan.DryRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a plan of wishes: which builds, what else they need, whether all of it fits, what somebody has to agree to. Changes nothing. */
final class Draft {
    private static final int MOST_NEEDED = 20;
    private static final Set<String> ACTIONS = Set.of("install", "update", "rollback", "remove", "pin", "unpin", "hold", "release", "policy");

    private final Shop shop;
    private final Choices choices;
    private final List<Proposals.Wish> wishes;
    private final String why;
    private final Installed installed;
    private final List<Order.Step> steps = new ArrayList<>();
    private final List<Views.Change> changes = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final Set<String> asks = new TreeSet<>();
    private final Map<String, Build> arriving = new LinkedHashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private long download;

    Draft(Shop shop, Choices choices, List<Proposals.Wish> wishes, String why) {
        this.why = why;
        this.shop = shop;
        this.choices = choices;
        this.wishes = wishes;
        this.installed = choices.installed();
    }

    /** What came of it. */
    record Drawn(List<Order.Step> steps, List<Views.Change> changes, List<String> reasons, List<String> touches, List<String> asks, long download) {}

    Drawn draw() {
        check();
        wishes.forEach(this::take);
        Set<String> touched = resolve();
        return new Drawn(steps, changes, reasons, List.copyOf(touched), List.copyOf(asks), download);
    }

    private void check() {
        if (wishes.isEmpty() || wishes.size() > MOST_NEEDED) {
            throw invalid("A plan has 1 to " + MOST_NEEDED + " changes.");
        }
        if (wishes.stream().map(Proposals.Wish::id).distinct().count() < wishes.size()) {
            throw invalid("A plan changes each plugin once.");
        }
        for (var wish : wishes) {
            if (wish.action() == null || wish.id() == null || !ACTIONS.contains(wish.action())) {
                throw invalid("\"" + wish.action() + "\" is no action: " + String.join(", ", new TreeSet<>(ACTIONS)) + ".");
            }
        }
    }

    private static Problem invalid(String text) {
        return new Problem(Problem.Kind.INVALID, "PLAN_INVALID", text);
    }

    private void take(Proposals.Wish wish) {
        switch (wish.action()) {
            case "install", "update" -> bring(wish);
            case "rollback" -> rollBack(wish);
            case "remove" -> remove(wish);
            case "pin" -> note(wish, entry -> entry.pinned(true));
            case "unpin" -> note(wish, entry -> entry.pinned(false));
            case "hold" -> note(wish, entry -> entry.held(true));
            case "release" -> release(wish);
            default -> policy(wish);
        }
    }

    // ---- arriving ----

    private void bring(Proposals.Wish wish) {
        List<Offer> offers = choices.of(wish.id()).stream()
                .filter(offer -> wish.version() == null || offer.version().toString().equals(wish.version()) || offer.entry().version().equals(wish.version()))
                .filter(offer -> wish.digest() == null || offer.entry().sha256().equals(wish.digest()))
                .filter(offer -> wish.source() == null || offer.source().equals(wish.source()))
                .toList();
        if (offers.isEmpty()) {
            throw unknown(wish);
        }
        Offer offer = offers.stream().filter(each -> choices.reasons(each).isEmpty()).findFirst().orElse(offers.getFirst());
        add(wish.action(), offer, why);
    }

    private Problem unknown(Proposals.Wish wish) {
        boolean known = !choices.of(wish.id()).isEmpty();
        return new Problem(
                Problem.Kind.MISSING, "PLUGIN_UNKNOWN", known ? "Nobody offers that build of " + wish.id() + "." : "Nobody offers a plugin " + wish.id() + ".", Map.of("plugin", wish.id()), null);
    }

    private void add(String action, Offer offer, String why) {
        String id = offer.id();
        Optional<Installed.Entry> entry = installed.find(id);
        refusals(offer, entry);
        Optional<Build> here = entry.map(Installed.Entry::now).flatMap(shop::reread);
        List<String> wanted = offer.passport().map(passport -> passport.asks()).orElse(List.of());
        List<String> fresh = Choices.newAsks(entry, here, wanted);
        asks.addAll(fresh);
        changes.add(new Views.Change(
                action, id, offer.entry().title().isEmpty() ? id : offer.entry().title(), from(entry), new Views.Target(offer.version().toString(), offer.entry().sha256(), offer.source(), offer.entry().size()), why, wanted, fresh,
                true, List.copyOf(shop.notes().getOrDefault(id, List.of()))));
        offer.build().ifPresent(build -> {
            boolean stored = shop.ledger().store().holds(build.digest());
            download += stored ? 0 : offer.entry().size();
            arriving.put(id, build);
            Kept kept = Kept.of(build);
            steps.add(new Order.Step(
                    action, id, Optional.of(build), false, List.of(), stored ? Optional.empty() : Optional.of(progress -> shop.shelves().bring(offer, shop.ledger().store(), progress)),
                    set -> set.with(id, set.find(id).map(known -> known.serve(kept)).orElseGet(() -> Installed.Entry.of(kept)).consenting(wanted))));
        });
    }

    private void refusals(Offer offer, Optional<Installed.Entry> entry) {
        String name = offer.id() + " " + offer.version();
        offer.broken().forEach(rule -> reasons.add(name + " " + rule));
        if (!offer.verdict().allows()) {
            reasons.add(name + ": " + offer.verdict().words());
        }
        shop.revoked(offer.entry().sha256()).filter(words -> offer.verdict().allows()).ifPresent(words -> reasons.add(name + ": " + words));
        shop.ledger().strikes().quarantined(offer.entry().sha256()).ifPresent(words -> reasons.add(name + " is " + words));
        entry.filter(Installed.Entry::pin).filter(known -> !known.now().digest().equals(offer.entry().sha256())).ifPresent(known -> reasons.add(offer.id() + " is pinned to " + known.now().version() + ": unpin it first"));
        if (!offer.source().equals(Kept.FOLDER)) {
            shop.files().stream().flatMap(file -> file.build().stream()).filter(build -> build.id().equals(offer.id())).findFirst().filter(build -> !build.digest().equals(offer.entry().sha256()))
                    .ifPresent(build -> reasons.add("the folder wins: " + build.name() + " holds " + offer.id() + " " + build.passport().version() + "; delete that file first"));
        }
        List<String> users = shop.users().getOrDefault(offer.id(), List.of());
        if (!users.isEmpty() && entry.filter(known -> !known.now().digest().equals(offer.entry().sha256())).isPresent()) {
            reasons.add(offer.id() + " is used by " + String.join(", ", users));
        }
    }

    private static Views.@Nullable Build from(Optional<Installed.Entry> entry) {
        return entry.filter(known -> !known.off()).map(Installed.Entry::now).map(kept -> new Views.Build(kept.version(), kept.digest())).orElse(null);
    }

    // ---- going back, leaving ----

    private void rollBack(Proposals.Wish wish) {
        Installed.Entry entry = entry(wish);
        Optional<Kept> former = entry.former().stream().filter(kept -> wish.digest() == null || kept.digest().equals(wish.digest())).filter(kept -> wish.version() == null || kept.version().equals(wish.version())).findFirst();
        Optional<Build> build = former.flatMap(shop::reread);
        if (build.isEmpty()) {
            reasons.add(former.isEmpty() ? wish.id() + " has no former build to go back to" : "the former build " + former.get().version() + " of " + wish.id() + " is not on the disk any more");
            changes.add(change(wish, entry, null, List.of()));
            return;
        }
        Kept kept = former.orElseThrow();
        boolean folder = shop.files().stream().flatMap(file -> file.build().stream()).anyMatch(other -> other.id().equals(wish.id()) && !other.digest().equals(kept.digest()));
        List<String> notes = folder ? List.of("it is pinned then, because the folder still holds another build") : List.of("automatic updates leave it alone then, until it is released");
        arriving.put(wish.id(), build.get());
        changes.add(change(wish, entry, new Views.Target(kept.version(), kept.digest(), kept.source(), build.get().passport().entry().size()), notes));
        steps.add(new Order.Step("rollback", wish.id(), build, false, List.of(), Optional.empty(), set -> set.with(wish.id(), set.find(wish.id()).map(known -> folder ? known.serve(kept).pinned(true) : known.serve(kept).pinned(false).held(true)).orElse(null))));
    }

    private void remove(Proposals.Wish wish) {
        Installed.Entry entry = entry(wish);
        List<String> users = shop.users().getOrDefault(wish.id(), List.of());
        if (!users.isEmpty()) {
            reasons.add(wish.id() + " is used by " + String.join(", ", users));
        }
        boolean folder = shop.files().stream().flatMap(file -> file.build().stream()).anyMatch(build -> build.id().equals(wish.id()));
        leaving.add(wish.id());
        changes.add(change(wish, entry, null, folder ? List.of(entry.now().name() + " stays in the folder, unused, until it is installed again") : List.of()));
        steps.add(new Order.Step("remove", wish.id(), Optional.empty(), true, List.of(), Optional.empty(), set -> set.with(wish.id(), folder ? set.find(wish.id()).map(Installed.Entry::turnedOff).orElse(null) : null)));
    }

    // ---- notes ----

    private void note(Proposals.Wish wish, UnaryOperator<Installed.Entry> what) {
        Installed.Entry entry = entry(wish);
        changes.add(change(wish, entry, new Views.Target(entry.now().version(), entry.now().digest(), entry.now().source(), 0), List.of()));
        steps.add(Order.Step.note(wish.action(), wish.id(), what));
    }

    /** Ends a hold; and a quarantine, once it is carried out. */
    private void release(Proposals.Wish wish) {
        if (installed.find(wish.id()).isEmpty() && shop.ledger().strikes().knows(wish.id())) {
            changes.add(new Views.Change("release", wish.id(), wish.id(), null, null, "asked", List.of(), List.of(), true, List.of("it is tried again")));
            steps.add(new Order.Step("release", wish.id(), Optional.empty(), false, List.of(), Optional.empty(), set -> set));
            return;
        }
        note(wish, entry -> entry.held(false));
    }

    private void policy(Proposals.Wish wish) {
        if (wish.policy() == null || !Shop.Rules.POLICIES.contains(wish.policy())) {
            throw invalid("A policy is one of " + String.join(", ", Shop.Rules.POLICIES) + ".");
        }
        note(wish, entry -> entry.following(wish.policy()));
    }

    private Installed.Entry entry(Proposals.Wish wish) {
        return installed.find(wish.id()).orElseThrow(() -> new Problem(Problem.Kind.MISSING, "PLUGIN_UNKNOWN", wish.id() + " is not installed.", Map.of("plugin", wish.id()), null));
    }

    private static Views.Change change(Proposals.Wish wish, Installed.Entry entry, Views.@Nullable Target to, List<String> notes) {
        return new Views.Change(wish.action(), wish.id(), wish.id(), new Views.Build(entry.now().version(), entry.now().digest()), to, "asked", List.of(), List.of(), !wish.action().equals("remove"), notes);
    }

    // ---- whether it fits ----

    /** @return who starts anew without being changed: nobody, since what is used is not replaced */
    private Set<String> resolve() {
        if (arriving.isEmpty()) {
            return Set.of();
        }
        var gone = new HashSet<>(leaving);
        gone.addAll(arriving.keySet());
        DryRun dry = shop.dryRun(gone);
        DryRun.Result result = dry.resolve(headers());
        for (int i = 0; i < MOST_NEEDED && !result.missing().isEmpty() && addNeeded(result); i++) {
            gone.addAll(arriving.keySet());
            dry = shop.dryRun(gone);
            result = dry.resolve(headers());
        }
        result.missing().forEach((name, needs) -> needs.forEach(need -> reasons.add(name + " " + need.words() + platform(need))));
        reasons.addAll(result.conflicts());
        return Set.of();
    }

    private static String platform(DryRun.Missing need) {
        return need.words().contains(" dev.fresnel.") || need.words().contains("page SDK") || need.words().contains("fresnel.ui") ? "; that comes with another version of Fresnel itself" : "";
    }

    private Map<String, Headers> headers() {
        var headers = new LinkedHashMap<String, Headers>();
        arriving.values().forEach(build -> headers.put(build.toString(), build.passport().headers()));
        return headers;
    }

    /** @return whether somebody offers something of what is missing */
    private boolean addNeeded(DryRun.Result result) {
        for (var entry : result.missing().entrySet()) {
            for (DryRun.Missing need : entry.getValue()) {
                Optional<Offer> provider = choices.all().stream()
                        .filter(offer -> offer.verdict().allows() && offer.broken().isEmpty() && !arriving.containsKey(offer.id()))
                        .filter(offer -> DryRun.provides(offer.entry().headers(), need.requirement()))
                        .findFirst();
                if (provider.isPresent()) {
                    add("install", provider.get(), "needed by " + entry.getKey().replaceFirst(" .*", ""));
                    return true;
                }
            }
        }
        return false;
    }

}
