package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plans that people asked for and may carry out, once each, while what they stand on is as it was. */
final class Proposals {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int MOST = 200;

    private final Shop shop;
    private final Desk desk;
    private final Map<String, Proposal> open = new LinkedHashMap<>();

    Proposals(Shop shop, Desk desk) {
        this.shop = shop;
        this.desk = desk;
    }

    /** What somebody wants. */
    record Wish(String action, String id, @Nullable String version, @Nullable String digest, @Nullable String source, @Nullable String policy) {}

    /**
     * A plan.
     *
     * @param generation of the installed set that it was made for
     * @param epoch of the switchboard that it was made for
     */
    record Proposal(Views.Plan view, List<Order.Step> steps, String owner, long generation, long epoch, AtomicBoolean applied) {}

    /** @param why {@code asked}, or {@code updates itself} */
    Views.Plan propose(Principal who, List<Wish> wishes, String why) {
        var draft = new Draft(shop, new Choices(shop), wishes, why).draw();
        long expires = System.currentTimeMillis() + LIFE.toMillis();
        String id = Desk.id("p");
        var view = new Views.Plan(id, draft.reasons().isEmpty(), draft.reasons(), draft.changes(), draft.touches(), draft.asks(), draft.changes().stream().allMatch(Views.Change::canRollBack), draft.download(), expires);
        var proposal = new Proposal(view, draft.steps(), who.key(), shop.ledger().installed().generation(), shop.board().table().epoch(), new AtomicBoolean());
        synchronized (open) {
            open.values().removeIf(old -> old.view().expires() < System.currentTimeMillis());
            if (open.size() >= MOST) {
                open.remove(open.keySet().iterator().next());
            }
            open.put(id, proposal);
        }
        return view;
    }

    Proposal find(Principal who, String id) {
        synchronized (open) {
            Proposal found = open.get(id);
            if (found == null || found.view().expires() < System.currentTimeMillis() || !found.owner().equals(who.key())) {
                throw new Problem(Problem.Kind.MISSING, "PLAN_UNKNOWN", "There is no such plan, or it has expired: make a new one.", Map.of("plan", id), null);
            }
            return found;
        }
    }

    /**
     * Begins to carry a plan out.
     *
     * @param consent capabilities that are agreed to
     * @param then told of its end
     * @return the operation's id
     */
    String apply(Principal who, String id, List<String> consent, Consumer<Outcome> then) {
        Proposal proposal = find(who, id);
        if (!proposal.view().ok()) {
            throw conflict("PLAN_REFUSED", "This plan cannot be carried out: " + String.join("; ", proposal.view().reasons()) + ".", Map.of("reasons", proposal.view().reasons()));
        }
        List<String> missing = proposal.view().asks().stream().filter(ask -> !consent.contains(ask)).toList();
        if (!missing.isEmpty()) {
            throw conflict("CONSENT_MISSING", "Somebody has to agree to " + String.join(", ", missing) + " first.", Map.of("asks", missing));
        }
        if (proposal.generation() != shop.ledger().installed().generation() || proposal.epoch() != shop.board().table().epoch()) {
            throw conflict("PLAN_OUTDATED", "What this plan stands on has changed meanwhile: make a new one.", Map.of("plan", id));
        }
        if (!proposal.applied().compareAndSet(false, true)) {
            throw conflict("PLAN_APPLIED", "This plan is carried out already.", Map.of("plan", id));
        }
        String operation = Desk.id("o");
        try {
            desk.begin(new Order(operation, who.name(), proposal.steps(), true), id, proposal.view().changes(), then);
        } catch (Problem e) {
            proposal.applied().set(false);
            throw e;
        }
        return operation;
    }

    private static Problem conflict(String code, String text, Map<String, Object> args) {
        return new Problem(Problem.Kind.CONFLICT, code, text, args, null);
    }
}
