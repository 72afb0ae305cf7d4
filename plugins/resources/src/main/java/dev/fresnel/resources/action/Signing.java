package dev.fresnel.resources.action;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A verdict on requests to sign a certificate.
 *
 * @param type {@code Approved} or {@code Denied}
 */
record Signing(String type, String verb, String reason) {
    Plan plan(Selection selection, String message) {
        String told = message.isEmpty() ? "This CSR was " + type.toLowerCase(java.util.Locale.ROOT) + " in Fresnel." : message;
        return Plan.each(selection.objects(), request -> Change.of(
                        request, new Write.Merge(Map.of("status", Map.of("conditions", conditions(request, told, selection.at().toString()))), "approval"),
                        Message.of(reason)))
                .commands(Kubectl.names("certificate " + verb, selection.objects()));
    }

    private List<Object> conditions(KubeObject request, String message, String at) {
        List<Json> before = request.at("/status/conditions").items();
        before.stream().map(one -> one.get("type").text()).filter(one -> one.equals("Approved") || one.equals("Denied")).findFirst().ifPresent(verdict -> {
            throw Refusal.of("RESOURCES_SIGNING_DECIDED", request.ref().name() + " is " + verdict + " already, for good.");
        });
        var after = new ArrayList<Object>(before);
        after.add(Map.of(
                "type", type, "status", "True", "reason", "Fresnel" + type, "message", message, "lastUpdateTime", at, "lastTransitionTime", at));
        return after;
    }
}
