package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Gives a container another image. */
@Component
@ActionType(
        id = "image", title = "action.image", needs = "patch", level = Level.DISRUPTIVE, input = SetImage.Input.class, order = 50,
        kinds = {"deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers", "cronjobs.batch", "pods"})
public final class SetImage implements Action {
    record Input(
            @Setting(title = "action.image.container", required = true, max = 63) String container,
            @Setting(title = "action.image.image", required = true, max = 512, pattern = "\\S+") String image) {}

    @Override
    public Suggestion suggest(Selection selection) {
        Map<String, String> images = new LinkedHashMap<>();
        Containers.of(selection.objects().getFirst()).forEach(one -> images.put(one.get("name").text(), one.get("image").text()));
        if (images.isEmpty()) {
            return Suggestion.NONE;
        }
        String first = images.keySet().iterator().next();
        var options = images.entrySet().stream().map(one -> new Suggestion.Option(one.getKey(), one.getKey() + " (" + one.getValue() + ")")).toList();
        return new Suggestion(Map.of("container", first, "image", String.valueOf(images.get(first))), Map.of("container", options));
    }

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        var why = new Message("action.image.reason", Map.of("container", input.container(), "image", input.image()));
        return Plan.each(selection.objects(), object -> Change.of(object, to(object, input.container(), input.image()), why)
                        .undoneBy(to(object, input.container(), image(object, input.container()))))
                .commands(Kubectl.each("set image", selection.objects(), input.container() + "=" + input.image()));
    }

    private static Write to(KubeObject object, String container, String image) {
        return new Write.Strategic(Containers.patch(object, container, image));
    }

    private static String image(KubeObject object, String container) {
        List<Json> all = Containers.of(object);
        return all.stream().filter(one -> one.get("name").text().equals(container)).findFirst().map(one -> one.get("image").text())
                .orElseThrow(() -> Refusal.of("RESOURCES_CONTAINER_UNKNOWN", object.ref().name() + " has no container " + container + ", it has "
                        + String.join(", ", all.stream().map(one -> one.get("name").text()).toList()) + "."));
    }
}
