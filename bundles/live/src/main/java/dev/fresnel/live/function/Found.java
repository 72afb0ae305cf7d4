package dev.fresnel.live.function;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.function.Sight.Seen;
import dev.fresnel.live.rows.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds objects for one function: kinds that it declares, among what the caller sees. */
record Found(Round round, Reads reads) implements Lookup {
    @Override
    public Optional<KubeObject> owner(KubeObject of, Kind kind) {
        Reads declared = declared(kind);
        Round.Kinds kinds = round.of(kind);
        return Round.whole(of).owners().stream()
                .sorted(Comparator.comparing((Json owner) -> !owner.get("controller").flag()))
                .map(owner -> kinds.byUid.get(owner.get("uid").text()))
                .filter(seen -> seen != null)
                .findFirst()
                .map(seen -> new Declared(seen.object(), declared));
    }

    @Override
    public Optional<KubeObject> byName(Kind kind, String namespace, String name) {
        Reads declared = declared(kind);
        Seen seen = name.isEmpty() ? null : round.of(kind).byName.get((kind.namespaced() ? namespace : "") + "/" + name);
        return Optional.ofNullable(seen).map(one -> new Declared(one.object(), declared));
    }

    @Override
    public List<KubeObject> select(Kind kind, String namespace, String labels) {
        Reads declared = declared(kind);
        Labels wanted = Labels.parse(labels);
        return round.of(kind).all.stream()
                .map(Seen::object)
                .filter(object -> namespace.isEmpty() || object.ref().namespace().equals(namespace))
                .filter(object -> wanted.test(object.labels()))
                .map(object -> (KubeObject) new Declared(object, declared))
                .toList();
    }

    private Reads declared(Kind kind) {
        return reads.declared(kind).or(() -> Optional.of(reads).filter(own -> own.kind().id().equals(kind.id()))).orElseThrow(() ->
                new Problem(Problem.Kind.BUG, "LIVE_LOOKUP_UNDECLARED", "The function looks up " + kind.id() + " without declaring it."));
    }
}
