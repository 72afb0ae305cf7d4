package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Replaces the pods of workloads one after the other, as {@code kubectl rollout restart}. */
@Component
@ActionType(
        id = "restart", title = "action.restart", kinds = {"deployments.apps", "statefulsets.apps", "daemonsets.apps"}, needs = "patch",
        level = Level.DISRUPTIVE, order = 20)
public final class Restart implements Action {
    @Override
    public Plan plan(Selection selection) {
        var annotations = Map.of("metadata", Map.of("annotations", Map.of("kubectl.kubernetes.io/restartedAt", selection.at().toString())));
        var restart = new Write.Strategic(Map.of("spec", Map.of("template", annotations)));
        return Plan.each(selection.objects(), object -> Change.of(going(object), restart, Message.of("action.restart.reason")))
                .commands(Kubectl.each("rollout restart", selection.objects()));
    }

    private static KubeObject going(KubeObject object) {
        if (object.at("/spec/paused").flag()) {
            throw Refusal.of("RESOURCES_PAUSED", object.ref().name() + " is paused: resume it first.");
        }
        return object;
    }
}
