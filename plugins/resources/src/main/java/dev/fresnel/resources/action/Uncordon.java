package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Lets pods come to nodes again. */
@Component
@ActionType(id = "uncordon", title = "action.uncordon", kinds = "nodes", needs = "patch", level = Level.CHANGE, order = 11)
public final class Uncordon implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("unschedulable", false, true, "action.uncordon.reason").plan(selection, Kubectl.names("uncordon", selection.objects()));
    }
}
