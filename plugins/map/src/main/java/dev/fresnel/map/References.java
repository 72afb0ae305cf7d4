package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;

/** What a pod's spec refers to, in a pod or in the template of a workload: configuration, storage, whom it runs as. */
abstract class References implements MapSource {
    /** The certificate that every namespace gets: an edge from every pod would say nothing. */
    private static final String ROOT_CA = "kube-root-ca.crt";

    private final Kind kind;
    private final String spec;

    /** @param spec JSON pointer of the pod's spec */
    References(Kind kind, String spec) {
        this.kind = kind;
        this.spec = spec;
    }

    @Override
    public Reads reads() {
        return Reads.of(
                        kind, spec + "/volumes", spec + "/containers", spec + "/initContainers", spec + "/imagePullSecrets", spec + "/serviceAccountName")
                .lookup(Kinds.CONFIG_MAP)
                .lookup(Kind.SECRET)
                .lookup(Kinds.CLAIM)
                .lookup(Kinds.SERVICE_ACCOUNT);
    }

    @Override
    public List<Edge> edges(KubeObject object, Lookup lookup) {
        var edges = new Edges(object, lookup);
        for (Json volume : object.at(spec + "/volumes").items()) {
            volume(object, volume, edges);
        }
        for (String containers : List.of("/containers", "/initContainers")) {
            for (Json container : object.at(spec + containers).items()) {
                environment(container, edges);
            }
        }
        for (Json secret : object.at(spec + "/imagePullSecrets").items()) {
            edges.to(Kind.SECRET, secret.get("name").text(), "edge.pulls");
        }
        edges.to(Kinds.SERVICE_ACCOUNT, object.text(spec + "/serviceAccountName"), "edge.runsAs");
        return edges.list();
    }

    private void volume(KubeObject object, Json volume, Edges edges) {
        map(volume.at("/configMap/name").text(), "edge.mounts", edges);
        edges.to(Kind.SECRET, volume.at("/secret/secretName").text(), "edge.mounts");
        edges.to(Kinds.CLAIM, volume.at("/persistentVolumeClaim/claimName").text(), "edge.mounts");
        if (volume.get("ephemeral").present() && kind.equals(Kind.POD)) {
            edges.to(Kinds.CLAIM, object.ref().name() + "-" + volume.get("name").text(), "edge.mounts");
        }
        for (Json source : volume.at("/projected/sources").items()) {
            map(source.at("/configMap/name").text(), "edge.mounts", edges);
            edges.to(Kind.SECRET, source.at("/secret/name").text(), "edge.mounts");
        }
    }

    private static void environment(Json container, Edges edges) {
        for (Json variable : container.get("env").items()) {
            map(variable.at("/valueFrom/configMapKeyRef/name").text(), "edge.reads", edges);
            edges.to(Kind.SECRET, variable.at("/valueFrom/secretKeyRef/name").text(), "edge.reads");
        }
        for (Json all : container.get("envFrom").items()) {
            map(all.at("/configMapRef/name").text(), "edge.reads", edges);
            edges.to(Kind.SECRET, all.at("/secretRef/name").text(), "edge.reads");
        }
    }

    private static void map(String name, String role, Edges edges) {
        if (!name.equals(ROOT_CA)) {
            edges.to(Kinds.CONFIG_MAP, name, role);
        }
    }
}
