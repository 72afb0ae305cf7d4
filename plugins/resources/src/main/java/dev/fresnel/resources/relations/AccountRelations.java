package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which workloads run as a ServiceAccount, and what bindings of its namespace name it. */
@Component
public final class AccountRelations implements RelationSource {
    private static final List<Kind> BINDINGS = List.of(Kinds.BINDING, Kinds.CLUSTER_BINDING);

    @Override
    public Reads reads() {
        return Users.reading(Kinds.ACCOUNT).lookup(Kinds.BINDING, "/subjects").lookup(Kinds.CLUSTER_BINDING, "/subjects");
    }

    @Override
    public List<Relation> relations(KubeObject account, Lookup lookup) {
        List<Relation> all = new ArrayList<>(Users.of(account, lookup));
        for (Kind kind : BINDINGS) {
            lookup.select(kind, kind.namespaced() ? account.ref().namespace() : "", "").stream()
                    .filter(binding -> names(binding, account))
                    .forEach(binding -> all.add(new Relation(binding.ref(), "relation.boundBy")));
        }
        return all;
    }

    private static boolean names(KubeObject binding, KubeObject account) {
        return binding.at("/subjects").items().stream().anyMatch(subject -> {
            String namespace = subject.get("namespace").text();
            return subject.get("kind").text().equals("ServiceAccount")
                    && subject.get("name").text().equals(account.ref().name())
                    && (namespace.isEmpty() ? binding.ref().namespace() : namespace).equals(account.ref().namespace());
        });
    }
}
