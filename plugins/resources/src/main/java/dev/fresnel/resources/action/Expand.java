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
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Quantity;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Asks for a larger volume behind a claim; it can never become smaller again. */
@Component
@ActionType(id = "expand", title = "action.expand", kinds = "persistentvolumeclaims", needs = "patch", input = Expand.Input.class, order = 10)
public final class Expand implements Action {
    private static final String REQUEST = "/spec/resources/requests/storage";
    private static final Kind STORAGE_CLASS = new Kind("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);

    record Input(@Setting(title = "action.expand.size", help = "action.expand.size.help", required = true, max = 32) String size) {}

    @Override
    public Suggestion suggest(Selection selection) {
        return Suggestion.of("size", selection.objects().getFirst().text(REQUEST));
    }

    @Override
    public Plan plan(Selection selection) {
        String size = selection.input(Input.class).size();
        Quantity wanted = Quantity.parse(size).orElseThrow(() -> Refusal.of("RESOURCES_QUANTITY", "\"" + size + "\" is no amount of storage: 20Gi, 500Mi."));
        var grown = new Write.Merge(Map.of("spec", Map.of("resources", Map.of("requests", Map.of("storage", size)))));
        var notes = new ArrayList<Message>();
        notes.add(Message.of("action.expand.note.final"));
        for (KubeObject claim : selection.objects()) {
            larger(claim, wanted);
            unknown(selection.view(), claim).ifPresent(notes::add);
        }
        String patch = "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + size + "\"}}}}";
        return Plan.each(selection.objects(), claim -> Change.of(claim, grown, new Message("action.expand.reason", Map.of("size", size))))
                .commands(Kubectl.each("patch", selection.objects(), "--type=merge", "-p", patch))
                .notes(notes.stream().distinct().limit(6).toList());
    }

    private static void larger(KubeObject claim, Quantity wanted) {
        Quantity now = Quantity.parse(claim.text(REQUEST)).orElse(Quantity.ZERO);
        if (wanted.compareTo(now) <= 0) {
            throw Refusal.of("RESOURCES_CLAIM_SMALLER", claim.ref().name() + " has " + claim.text(REQUEST) + " already: a claim can only grow.");
        }
    }

    /** What the class says of growing; the API server refuses it when it may not. */
    private static Optional<Message> unknown(View view, KubeObject claim) {
        String name = claim.text("/spec/storageClassName");
        var answer = view.get(new ObjectRef(view.cluster(), STORAGE_CLASS, "", name));
        if (!name.isEmpty() && answer instanceof Answer.Known<Optional<KubeObject>> known && known.value().isPresent()) {
            boolean allowed = known.value().get().at("/allowVolumeExpansion").flag();
            return allowed ? Optional.empty() : Optional.of(new Message("action.expand.note.class", Map.of("class", name)));
        }
        return Optional.of(new Message("action.expand.note.unknown", Map.of("class", name.isEmpty() ? "?" : name)));
    }
}
