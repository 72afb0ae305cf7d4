package dev.fresnel.e2e.scaling;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Sets the number of replicas. */
@Component
@ActionType(id = "scale", title = "scale", kinds = "deployments.apps", needs = "patch", input = ScaleAction.Input.class)
public final class ScaleAction implements Action {
    record Input(@Setting(min = 0, max = 20) int replicas) {}

    @Override
    public Plan plan(Selection selection) {
        int wanted = selection.input(Input.class).replicas();
        return Plan.each(selection.objects(), object -> {
            var before = new Write.Merge(Map.of("spec", Map.of("replicas", object.at("/spec/replicas").number(1))));
            return Change.of(object, new Write.Merge(Map.of("spec", Map.of("replicas", wanted))), Message.of("scale")).undoneBy(before);
        });
    }
}
