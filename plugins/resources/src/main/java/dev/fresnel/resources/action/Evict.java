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
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Ends pods as far as their disruption budgets allow. */
@Component
@ActionType(
        id = "evict", title = "action.evict", kinds = "pods", needs = "create:/eviction", level = Level.DISRUPTIVE, input = Evict.Input.class, order = 800)
public final class Evict implements Action {
    record Input(
            @Setting(title = "action.grace", help = "action.grace.help", value = "-1", min = -1, max = 86_400) long grace,
            @Setting(title = "action.evict.wait", help = "action.evict.wait.help", value = "5", min = 0, max = 60) int minutes) {}

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        return Plan.each(selection.objects(), pod -> change(pod, input.grace(), Duration.ofMinutes(input.minutes()), "action.evict.reason"))
                .commands(selection.objects().stream().map(Evict::command).toList())
                .notes(selection.objects().stream().anyMatch(pod -> pod.owners().isEmpty()) ? List.of(Message.of("action.evict.note.alone")) : List.of());
    }

    static Change change(KubeObject pod, long grace, Duration patience, String reason) {
        Map<String, Object> body = grace < 0 ? Map.of() : Map.of("deleteOptions", Map.of("gracePeriodSeconds", grace));
        return Change.of(pod, new Write.Create(body, "eviction"), Message.of(reason)).patient(patience);
    }

    /** kubectl evicts by draining alone; this is the same request. */
    private static String command(KubeObject pod) {
        String place = "/api/v1/namespaces/" + pod.ref().namespace() + "/pods/" + pod.ref().name() + "/eviction";
        String body = "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"" + pod.ref().name() + "\",\"namespace\":\"" + pod.ref().namespace() + "\"}}";
        return "echo '" + body + "' | kubectl create --raw " + place + " -f -";
    }
}
