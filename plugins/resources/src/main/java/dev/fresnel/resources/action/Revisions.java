package dev.fresnel.resources.action;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.View;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a workload was before: ReplicaSets of a Deployment, ControllerRevisions of the others. */
final class Revisions {
    private static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    private static final Kind CONTROLLER_REVISION = new Kind("apps", "v1", "controllerrevisions", "ControllerRevision", true);
    private static final String NUMBER = "deployment.kubernetes.io/revision";

    private Revisions() {}

    /**
     * One of them.
     *
     * @param number grows with each rollout
     * @param object what holds it
     * @param images of its containers, for people
     */
    record Revision(long number, KubeObject object, String images) {}

    /** Newest first; the first is what should run now. */
    static List<Revision> of(View view, KubeObject workload) {
        boolean deployment = workload.ref().kind().id().equals("deployments.apps");
        Kind kind = deployment ? REPLICA_SET : CONTROLLER_REVISION;
        return Refusal.known(view.list(kind, Selector.inNamespace(workload.ref().namespace())), kind.id()).stream()
                .filter(one -> one.owners().stream().anyMatch(owner -> owner.get("uid").text().equals(workload.uid())))
                .map(one -> deployment
                        ? new Revision(number(one.annotations().getOrDefault(NUMBER, "0")), whole(view, one), images(one.at("/spec/template/spec/containers")))
                        : new Revision(one.at("/revision").number(0), whole(view, one), images(one.at("/data/spec/template/spec/containers"))))
                .sorted(Comparator.comparingLong(Revision::number).reversed())
                .toList();
    }

    /** Lists may leave out what they do not need. */
    private static KubeObject whole(View view, KubeObject one) {
        ObjectRef ref = one.ref();
        return Refusal.known(view.get(ref), ref.kind().id()).orElse(one);
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String images(Json containers) {
        return String.join(", ", containers.items().stream().map(one -> one.get("image").text()).toList());
    }

    /** The pod template of a ReplicaSet without what the Deployment's controller added. */
    static Map<String, Object> template(KubeObject replicaSet) {
        return Templates.without(replicaSet.at("/spec/template"), "pod-template-hash");
    }
}
