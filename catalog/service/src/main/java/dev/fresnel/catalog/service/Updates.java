package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.offer.Offer;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out updates that the policy allows without being asked: never one that asks for more, nor of what is pinned, held or from a folder. */
final class Updates {
    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    private final Catalog catalog;

    Updates(Catalog catalog) {
        this.catalog = catalog;
    }

    void carryOut() {
        var choices = new Choices(catalog.shop());
        choices.installed().plugins().forEach((id, entry) -> wish(choices, id, entry).ifPresent(this::update));
    }

    private Optional<Proposals.Wish> wish(Choices choices, String id, Installed.Entry entry) {
        String policy = entry.policy() == null ? catalog.shop().policy() : entry.policy();
        if (policy.equals("manual") || entry.pin() || entry.hold() || entry.off() || entry.now().fromFolder()) {
            return Optional.empty();
        }
        Version now = Version.parseVersion(entry.now().version());
        return choices.of(id).stream()
                .filter(offer -> offer.version().compareTo(now) > 0 && within(policy, now, offer.version()))
                .filter(offer -> choices.reasons(offer).isEmpty() && Choices.newAsks(Optional.of(entry), Optional.of(entry.now()).flatMap(catalog.shop()::reread), asks(offer)).isEmpty())
                .findFirst()
                .map(offer -> new Proposals.Wish("update", id, null, offer.entry().sha256(), offer.source(), null));
    }

    private static List<String> asks(Offer offer) {
        return offer.passport().map(passport -> passport.asks()).orElse(List.of());
    }

    private static boolean within(String policy, Version now, Version next) {
        return now.getMajor() == next.getMajor() && (policy.equals("minor") || now.getMinor() == next.getMinor());
    }

    private void update(Proposals.Wish wish) {
        try {
            var plan = catalog.proposals().propose(Principal.NOBODY, List.of(wish), "updates itself");
            if (plan.ok() && plan.asks().isEmpty()) {
                catalog.apply(Principal.NOBODY, plan.id(), List.of());
            }
        } catch (Problem e) {
            LOG.info("Plugin {} does not update itself now: {}", wish.id(), e.text());
        }
    }
}
