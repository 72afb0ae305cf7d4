package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.util.List;

/** Which ids and symbolic names belong to whom. */
final class Namespaces {
    private Namespaces() {}

    /** @param namespace a whole name, or one that ends in {@code *} after a dot or a hyphen */
    static boolean holds(String namespace, String name) {
        return namespace.endsWith("*") ? namespace.length() > 1 && name.startsWith(namespace.substring(0, namespace.length() - 1)) : namespace.equals(name);
    }

    private static boolean owns(Publisher publisher, String name) {
        return publisher.namespaces().stream().anyMatch(namespace -> holds(namespace, name));
    }

    /** @throws Refusal when the id or the symbolic name belongs to somebody else, or to nobody while a publisher claims it */
    static void check(Entry entry, List<Publisher> publishers) throws Refusal {
        for (String name : List.of(entry.id(), entry.symbolicName())) {
            List<Publisher> owners = publishers.stream().filter(publisher -> owns(publisher, name)).toList();
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
