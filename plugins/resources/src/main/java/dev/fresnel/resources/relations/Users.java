package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which workloads name an object in their templates; pods of their own are found by their rows. */
final class Users {
    private static final Map<Kind, String> TEMPLATES = new LinkedHashMap<>();

    static {
        TEMPLATES.put(Kinds.DEPLOYMENT, "/spec/template/spec");
        TEMPLATES.put(Kinds.STATEFUL_SET, "/spec/template/spec");
        TEMPLATES.put(Kinds.DAEMON_SET, "/spec/template/spec");
        TEMPLATES.put(Kinds.CRON_JOB, "/spec/jobTemplate/spec/template/spec");
        TEMPLATES.put(Kinds.JOB, "/spec/template/spec");
    }

    private Users() {}

    static Reads reading(Kind kind) {
        Reads reads = Reads.of(kind);
        for (var template : TEMPLATES.entrySet()) {
            reads = reads.lookup(template.getKey(), template.getValue());
        }
        return reads;
    }

    static List<Relation> of(KubeObject object, Lookup lookup) {
        var part = new PodParts.Part(object.ref().kind(), object.ref().name());
        List<Relation> all = new ArrayList<>();
        TEMPLATES.forEach((kind, template) -> lookup.select(kind, object.ref().namespace(), "").stream()
                .filter(one -> PodParts.parts(one.at(template)).stream().anyMatch(used -> same(used, part)))
                .forEach(one -> all.add(new Relation(one.ref(), "relation.usedBy"))));
        return all;
    }

    private static boolean same(PodParts.Part one, PodParts.Part other) {
        return one.name().equals(other.name()) && one.kind().id().equals(other.kind().id());
    }
}
