package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.settings.Setting;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Sets and removes labels. */
@Component
@ActionType(id = "label", title = "action.label", kinds = "*", needs = "patch", level = Level.SAFE, input = Label.Input.class, order = 200)
public final class Label implements Action {
    record Input(
            @Setting(title = "action.label.set", help = "action.mark.set.help") List<String> set,
            @Setting(title = "action.label.remove", help = "action.mark.remove.help") List<String> remove) {}

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        return Marks.of("labels", input.set(), input.remove()).plan(selection, "label", "action.label.reason");
    }
}
