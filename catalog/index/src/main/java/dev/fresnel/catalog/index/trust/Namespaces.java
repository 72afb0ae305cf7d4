package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which ids and symbolic names belong to whom. */
final class Namespaces {
    private Namespaces() {}

    /** All names under which it would be known, what its manifest claims to be among them. */
    private static Set<String> names(Entry entry) {
        var names = new LinkedHashSet<>(List.of(entry.id(), entry.symbolicName()));
        entry.headers().provideCapability().stream().filter(clause -> clause.paths().contains("fresnel.plugin")).forEach(claim -> names.add(claim.attributes().getOrDefault("fresnel.plugin", "")));
        return names;
    }

    /** @throws Refusal when the id or the symbolic name belongs to somebody else, or to nobody while a publisher claims it */
    static void check(Entry entry, List<Publisher> publishers) throws Refusal {
        for (String name : names(entry)) {
            List<Publisher> owners = publishers.stream().filter(publisher -> publisher.owns(name)).toList();
            if (owners.isEmpty() ? !entry.publisher().isEmpty() : owners.stream().noneMatch(owner -> owner.name().equals(entry.publisher()))) {
                String owner = owners.isEmpty() ? "not to " + entry.publisher() : "to " + owners.getFirst().name();
                throw new Refusal(Reason.NAMESPACE_FOREIGN, "the name " + name + " belongs " + owner + "; " + entry.id() + " " + entry.version() + " is published by " + who(entry));
            }
        }
    }

    private static String who(Entry entry) {
        return entry.publisher().isEmpty() ? "nobody" : entry.publisher();
    }
}
