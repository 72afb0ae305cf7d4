package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Holds rollouts of Deployments back. */
@Component
@ActionType(id = "pause", title = "action.pause", kinds = "deployments.apps", needs = "patch", level = Level.SAFE, order = 40)
public final class Pause implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("paused", true, true, "action.pause.reason").plan(selection, Kubectl.each("rollout pause", selection.objects()));
    }
}
