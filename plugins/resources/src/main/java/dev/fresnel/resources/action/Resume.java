package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Lets rollouts of Deployments go on. */
@Component
@ActionType(id = "resume", title = "action.resume", kinds = "deployments.apps", needs = "patch", level = Level.CHANGE, order = 41)
public final class Resume implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("paused", false, true, "action.resume.reason").plan(selection, Kubectl.each("rollout resume", selection.objects()));
    }
}
