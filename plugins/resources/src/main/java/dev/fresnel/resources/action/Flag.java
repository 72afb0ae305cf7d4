package dev.fresnel.resources.action;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import java.util.List;
import java.util.Map;

/**
 * A switch in an object's spec, and the plan that turns it.
 *
 * @param left out of the object while it is off, as kubectl does it
 */
record Flag(String field, boolean on, boolean left, String reason) {
    Plan plan(Selection selection, List<String> commands) {
        return Plan.each(selection.objects(), object -> Change.of(object, turned(object, on), Message.of(reason)).undoneBy(back())).commands(commands);
    }

    private Write turned(KubeObject object, boolean wanted) {
        boolean there = object.at("/spec/" + field).present();
        return !wanted && left && there ? new Write.Patch(List.of(Map.of("op", "remove", "path", "/spec/" + field))) : merged(wanted, there);
    }

    private Write merged(boolean wanted, boolean there) {
        return !wanted && left && !there ? new Write.Merge(Map.of("spec", Map.of())) : new Write.Merge(Map.of("spec", Map.of(field, wanted)));
    }

    private Write back() {
        return on && left ? new Write.Patch(List.of(Map.of("op", "remove", "path", "/spec/" + field))) : new Write.Merge(Map.of("spec", Map.of(field, !on)));
    }
}
