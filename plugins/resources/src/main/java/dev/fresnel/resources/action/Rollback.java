package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.resources.action.Revisions.Revision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Gives workloads the pod template of a former revision, as {@code kubectl rollout undo}. */
@Component
@ActionType(
        id = "rollback", title = "action.rollback", kinds = {"deployments.apps", "statefulsets.apps", "daemonsets.apps"}, needs = "patch",
        level = Level.DISRUPTIVE, most = 50, input = Rollback.Input.class, order = 60)
public final class Rollback implements Action {
    /** Annotations of a Deployment that are no part of a revision; kubectl keeps the same. */
    private static final Set<String> KEPT = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
            "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to");

    record Input(@Setting(title = "action.rollback.revision", help = "action.rollback.revision.help", min = 0) long revision) {}

    @Override
    public Suggestion suggest(Selection selection) {
        if (selection.objects().size() > 1) {
            return Suggestion.NONE;
        }
        List<Revision> former = Revisions.of(selection.view(), selection.object()).stream().skip(1).toList();
        var options = former.stream().map(one -> new Suggestion.Option(Long.toString(one.number()), one.number() + " (" + one.images() + ")")).toList();
        return former.isEmpty() ? Suggestion.NONE : new Suggestion(Map.of("revision", former.getFirst().number()), Map.of("revision", options));
    }

    @Override
    public Plan plan(Selection selection) {
        long wanted = selection.input(Input.class).revision();
        return Plan.each(selection.objects(), object -> change(selection, object, wanted))
                .commands(Kubectl.each("rollout undo", selection.objects(), wanted == 0 ? "" : "--to-revision=" + wanted));
    }

    private static Change change(Selection selection, KubeObject workload, long wanted) {
        if (workload.at("/spec/paused").flag()) {
            throw Refusal.of("RESOURCES_PAUSED", workload.ref().name() + " is paused: resume it first.");
        }
        List<Revision> all = Revisions.of(selection.view(), workload);
        Revision to = all.stream().filter(one -> wanted == 0 ? one != all.getFirst() : one.number() == wanted).findFirst().orElseThrow(() -> Refusal.of(
                "RESOURCES_REVISION_UNKNOWN",
                workload.ref().name() + (wanted == 0 ? " has no former revision." : " has no revision " + wanted + ".")));
        boolean deployment = workload.ref().kind().id().equals("deployments.apps");
        Write write = deployment ? deployment(workload, to.object()) : new Write.Strategic(Templates.members(to.object().at("/data")));
        return Change.of(workload, write, new Message("action.rollback.reason", Map.of("revision", to.number(), "images", to.images())));
    }

    private static Write deployment(KubeObject workload, KubeObject former) {
        var annotations = new LinkedHashMap<String, Object>();
        workload.annotations().forEach((key, value) -> {
            if (KEPT.contains(key)) {
                annotations.put(key, value);
            }
        });
        former.annotations().forEach((key, value) -> {
            if (!KEPT.contains(key)) {
                annotations.put(key, value);
            }
        });
        return new Write.Patch(List.of(
                Map.of("op", "replace", "path", "/spec/template", "value", Revisions.template(former)),
                Map.of("op", "replace", "path", "/metadata/annotations", "value", annotations)));
    }
}
