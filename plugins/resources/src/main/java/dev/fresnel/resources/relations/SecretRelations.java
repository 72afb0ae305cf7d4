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

/** Which workloads, routes and accounts use a Secret. */
@Component
public final class SecretRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Users.reading(Kind.SECRET).lookup(Kinds.INGRESS, "/spec/tls").lookup(Kinds.ACCOUNT, "/secrets", "/imagePullSecrets");
    }

    @Override
    public List<Relation> relations(KubeObject secret, Lookup lookup) {
        String name = secret.ref().name();
        String namespace = secret.ref().namespace();
        List<Relation> all = new ArrayList<>(Users.of(secret, lookup));
        lookup.select(Kinds.INGRESS, namespace, "").stream()
                .filter(ingress -> Routes.secrets(ingress).contains(name))
                .forEach(ingress -> all.add(new Relation(ingress.ref(), "relation.route")));
        lookup.select(Kinds.ACCOUNT, namespace, "").stream()
                .filter(account -> names(account, "/secrets", name) || names(account, "/imagePullSecrets", name))
                .forEach(account -> all.add(new Relation(account.ref(), "relation.account")));
        return all;
    }

    private static boolean names(KubeObject account, String list, String name) {
        return account.at(list).items().stream().anyMatch(one -> one.get("name").text().equals(name));
    }
}
