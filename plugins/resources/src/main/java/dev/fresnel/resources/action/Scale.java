package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.view.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Sets how many replicas there should be, by the scale subresource as kubectl does. */
@Component
@ActionType(
        id = "scale", title = "action.scale", kinds = {"deployments.apps", "statefulsets.apps", "replicasets.apps", "replicationcontrollers"},
        needs = "patch:/scale", input = Scale.Input.class, order = 10)
public final class Scale implements Action {
    private static final Kind AUTOSCALER = new Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);

    record Input(@Setting(title = "action.scale.replicas", required = true, min = 0, max = 100_000) int replicas) {}

    @Override
    public Suggestion suggest(Selection selection) {
        long first = replicas(selection.objects().getFirst());
        boolean same = selection.objects().stream().allMatch(object -> replicas(object) == first);
        return same ? Suggestion.of("replicas", first) : Suggestion.NONE;
    }

    @Override
    public Plan plan(Selection selection) {
        int wanted = selection.input(Input.class).replicas();
        return Plan.each(selection.objects(), object -> Change.of(object, to(wanted), new Message("action.scale.reason", Map.of("replicas", wanted)))
                        .undoneBy(to(replicas(object))))
                .commands(Kubectl.each("scale", selection.objects(), "--replicas=" + wanted))
                .notes(notes(selection));
    }

    private static Write to(long replicas) {
        return new Write.Merge(Map.of("spec", Map.of("replicas", replicas)), "scale");
    }

    private static long replicas(KubeObject object) {
        return object.at("/spec/replicas").number(1);
    }

    /** Who scales it by hand while an autoscaler does is overruled soon, or ends the autoscaling by 0. */
    private static List<Message> notes(Selection selection) {
        var notes = new ArrayList<Message>();
        for (KubeObject object : selection.objects()) {
            if (selection.view().list(AUTOSCALER, Selector.inNamespace(object.ref().namespace())) instanceof Answer.Known<List<KubeObject>> known) {
                known.value().stream().filter(scaler -> scales(scaler, object)).forEach(scaler -> notes.add(new Message(
                        "action.scale.note.autoscaler", Map.of("autoscaler", scaler.ref().name(), "name", object.ref().name()))));
            }
            if (notes.size() >= 5) {
                break;
            }
        }
        return notes;
    }

    private static boolean scales(KubeObject scaler, KubeObject object) {
        return scaler.text("/spec/scaleTargetRef/kind").equals(object.ref().kind().kind()) && scaler.text("/spec/scaleTargetRef/name").equals(object.ref().name());
    }
}
