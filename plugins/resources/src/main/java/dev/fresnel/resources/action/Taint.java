package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** Sets or removes a taint of nodes; the others stay, and a taint that is another one meanwhile is not touched. */
@Component
@ActionType(id = "taint", title = "action.taint", kinds = "nodes", needs = "patch", level = Level.DISRUPTIVE, input = Taint.Input.class, order = 30)
public final class Taint implements Action {
    /** What a taint does to pods that do not tolerate it, as Kubernetes writes it. */
    enum Effect {
        NoSchedule,
        PreferNoSchedule,
        NoExecute
    }

    record Input(
            @Setting(title = "action.taint.key", required = true, pattern = "([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?") String key,
            @Setting(title = "action.taint.value", pattern = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?") String value,
            @Setting(title = "action.taint.effect") Effect effect,
            @Setting(title = "action.taint.remove") boolean remove) {
        boolean means(Json taint) {
            return taint.get("key").text().equals(key) && taint.get("effect").text().equals(effect.name());
        }

        Map<String, Object> taint() {
            var taint = new TreeMap<String, Object>(Map.of("key", key, "effect", effect.name()));
            if (!value.isEmpty()) {
                taint.put("value", value);
            }
            return taint;
        }

        String text() {
            String pair = remove || value.isEmpty() ? key : key + "=" + value;
            return pair + ":" + effect + (remove ? "-" : "");
        }
    }

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        var plan = Plan.each(selection.objects(), node -> Change.of(node, write(node, input), Message.of(input.remove() ? "action.taint.removed" : "action.taint.reason")))
                .commands(Kubectl.names("taint nodes", selection.objects(), input.text(), input.remove() ? "" : "--overwrite"));
        return input.effect() == Effect.NoExecute && !input.remove() ? plan.notes(List.of(Message.of("action.taint.note.execute"))) : plan;
    }

    /** Steps that hold whatever becomes of the node's other taints meanwhile: controllers put theirs there and take them away at any time. */
    private static Write write(KubeObject node, Input input) {
        List<Json> there = node.at("/spec/taints").items();
        var steps = new ArrayList<Map<String, Object>>();
        Optional<Json> former = there.stream().filter(input::means).findFirst();
        boolean alone = there.stream().allMatch(taint -> input.means(taint) || leaving(node, taint));
        if (former.isEmpty() && input.remove()) {
            throw Refusal.of("RESOURCES_TAINT_NONE", node.ref().name() + " has no taint " + input.key() + ":" + input.effect() + ".");
        }
        former.ifPresent(taint -> {
            String path = "/spec/taints/" + there.indexOf(taint);
            steps.add(Map.of("op", "test", "path", path, "value", taint));
            steps.add(Map.of("op", "remove", "path", path));
        });
        if (!input.remove()) {
            // first, as kubectl
            steps.add(alone
                    ? Map.of("op", "add", "path", "/spec/taints", "value", List.of(input.taint()))
                    : Map.of("op", "add", "path", "/spec/taints/0", "value", input.taint()));
        }
        return new Write.Patch(steps);
    }

    /** Of a node that was uncordoned a moment ago: its controller is about to take it away. */
    private static boolean leaving(KubeObject node, Json taint) {
        return taint.get("key").text().equals("node.kubernetes.io/unschedulable") && !node.at("/spec/unschedulable").flag();
    }
}
