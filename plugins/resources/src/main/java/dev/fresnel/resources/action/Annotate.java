package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.settings.Setting;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Sets and removes annotations. */
@Component
@ActionType(id = "annotate", title = "action.annotate", kinds = "*", needs = "patch", level = Level.SAFE, input = Annotate.Input.class, order = 210)
public final class Annotate implements Action {
    record Input(
            @Setting(title = "action.annotate.set", help = "action.mark.set.help") List<String> set,
            @Setting(title = "action.annotate.remove", help = "action.mark.remove.help") List<String> remove) {}

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        return Marks.of("annotations", input.set(), input.remove()).plan(selection, "annotate", "action.annotate.reason");
    }
}
