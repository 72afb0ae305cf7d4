package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Keeps new pods away from nodes. */
@Component
@ActionType(id = "cordon", title = "action.cordon", kinds = "nodes", needs = "patch", level = Level.CHANGE, order = 10)
public final class Cordon implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("unschedulable", true, true, "action.cordon.reason").plan(selection, Kubectl.names("cordon", selection.objects()));
    }
}
