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
import dev.fresnel.api.settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Deletes objects, and says what goes with them and what they wait for. */
@Component
@ActionType(id = "delete", title = "action.delete", kinds = "*", needs = "delete", level = Level.DESTRUCTIVE, input = Delete.Input.class, order = 900)
public final class Delete implements Action {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** As {@link Write.Propagation}: a form knows the enums of its own plugin. */
    enum Owned {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    record Input(
            @Setting(title = "action.delete.propagation", help = "action.delete.propagation.help") Owned propagation,
            @Setting(title = "action.grace", help = "action.grace.help", value = "-1", min = -1, max = 86_400) long grace,
            @Setting(title = "action.delete.force", help = "action.delete.force.help") boolean force) {}

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        long grace = input.force() ? 0 : input.grace();
        var delete = new Write.Delete(Write.Propagation.valueOf(input.propagation().name()), grace);
        return Plan.each(selection.objects(), object -> Change.of(object, delete, Message.of("action.delete.reason")).patient(PATIENCE))
                .commands(Kubectl.each(
                        "delete", selection.objects(),
                        input.propagation() == Owned.BACKGROUND ? "" : "--cascade=" + input.propagation().name().toLowerCase(Locale.ROOT),
                        grace < 0 ? "" : "--grace-period=" + grace, grace == 0 ? "--force" : ""))
                .notes(notes(selection, input));
    }

    private static List<Message> notes(Selection selection, Input input) {
        var notes = new ArrayList<Message>();
        KubeObject one = selection.objects().getFirst();
        String kind = one.ref().kind().id();
        if (kind.equals("namespaces")) {
            notes.add(Message.of("action.delete.note.namespace"));
        }
        if (kind.equals("customresourcedefinitions.apiextensions.k8s.io")) {
            notes.add(Message.of("action.delete.note.definition"));
        }
        if (kind.equals("persistentvolumeclaims")) {
            notes.add(Message.of("action.delete.note.claim"));
        }
        if (input.force()) {
            notes.add(Message.of("action.delete.note.force"));
        }
        if (input.propagation() == Owned.ORPHAN) {
            notes.add(Message.of("action.delete.note.orphan"));
        }
        long owned = selection.objects().stream().filter(Delete::controlled).count();
        if (owned > 0) {
            notes.add(new Message("action.delete.note.owned", Map.of("count", owned)));
        }
        long going = selection.objects().stream().filter(object -> object.deleted().isPresent()).count();
        if (going > 0) {
            notes.add(new Message("action.delete.note.going", Map.of("count", going)));
        }
        return notes;
    }

    private static boolean controlled(KubeObject object) {
        return object.owners().stream().anyMatch(owner -> owner.get("controller").flag());
    }
}
