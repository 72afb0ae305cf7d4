package dev.fresnel.offers.action;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server says a step would do.
 *
 * @param target as pages name objects
 * @param kubectl the command that does the same, {@code ""} when it must not be shown
 * @param keeper who will put the object back: {@code argocd}, {@code flux}, {@code helm}; {@code ""} = nobody known
 * @param finalizers what a deletion waits for
 * @param refusal why the API server would not take it
 */
record Preview(
        Map<String, Object> target, String verb, Message reason, List<Difference> differences, String kubectl, String keeper, List<String> finalizers,
        Optional<Refusal> refusal) {

    /** Why not, as the API server says. */
    record Refusal(int status, String code, String text, List<Conflict> conflicts) {}

    /** A field that another manager owns. */
    record Conflict(String field, String text) {}

    static Preview of(Step step, Upstream upstream, Json nothing) {
        Upstream.Reply now = upstream.get(step.target());
        Json before = now.ok() ? now.body() : nothing;
        Optional<Refusal> replaced = replaced(step, now);
        if (replaced.isPresent()) {
            return said(step, before, List.of(), replaced);
        }
        Upstream.Reply dry = upstream.send(step, true);
        if (!dry.ok()) {
            return said(step, before, List.of(), Optional.of(refusal(dry)));
        }
        boolean secret = step.target().kind().id().equals("secrets");
        if (step.deletes()) {
            return said(step, before, List.of(), Optional.empty());
        }
        Optional<Json> old = step.creates() ? Optional.of(nothing.get("nothing")) : changed(step, before, upstream);
        return said(step, before, old.map(json -> Difference.between(json, dry.body(), secret)).orElse(List.of()), Optional.empty());
    }

    /** What the step changes, as it is: the object, or the subresource that it names where the caller may read it. */
    private static Optional<Json> changed(Step step, Json before, Upstream upstream) {
        if (step.subresource().isEmpty()) {
            return Optional.of(before);
        }
        Upstream.Reply part = step.method().equals("PATCH") ? upstream.get(step.target(), step.subresource()) : new Upstream.Reply(404, before, 0);
        return part.ok() ? Optional.of(part.body()) : Optional.empty();
    }

    /** The API server would tell it too, but not in words for people. */
    static Optional<Refusal> replaced(Step step, Upstream.Reply now) {
        if (step.creates() || step.uid().isEmpty()) {
            return Optional.empty();
        }
        if (now.status() == 404) {
            return Optional.of(new Refusal(404, "ACTION_GONE", step.target().name() + " is no longer there.", List.of()));
        }
        boolean other = now.ok() && !now.body().at("/metadata/uid").text().equals(step.uid());
        return other
                ? Optional.of(new Refusal(409, "ACTION_REPLACED", step.target().name() + " has been replaced by another of that name.", List.of()))
                : Optional.empty();
    }

    static Refusal refusal(Upstream.Reply reply) {
        List<Conflict> conflicts = reply.body().at("/details/causes").items().stream()
                .filter(cause -> cause.get("reason").text().equals("FieldManagerConflict"))
                .map(cause -> new Conflict(cause.get("field").text(), cause.get("message").text()))
                .toList();
        String code = switch (reply.status()) {
            case 401 -> "ACTION_UNAUTHENTICATED";
            case 403 -> "ACTION_FORBIDDEN";
            case 404 -> "ACTION_GONE";
            case 409 -> "ACTION_CONFLICT";
            case 422, 400 -> "ACTION_INVALID";
            case 429 -> "ACTION_NOT_NOW";
            default -> "ACTION_FAILED";
        };
        return new Refusal(reply.status(), code, reply.text(), conflicts);
    }

    private static Preview said(Step step, Json before, List<Difference> differences, Optional<Refusal> refusal) {
        List<String> finalizers = step.deletes() ? before.at("/metadata/finalizers").items().stream().map(Json::text).toList() : List.of();
        return new Preview(reference(step), step.verb(), step.reason(), differences, Shell.of(step), keeper(before), finalizers, refusal);
    }

    static Map<String, Object> reference(Step step) {
        var target = step.target();
        return Map.of("cluster", target.cluster(), "resource", target.kind().id(), "namespace", target.namespace(), "name", target.name());
    }

    private static String keeper(Json object) {
        Json labels = object.at("/metadata/labels");
        Json annotations = object.at("/metadata/annotations");
        if (annotations.get("argocd.argoproj.io/tracking-id").present() || labels.get("argocd.argoproj.io/instance").present()) {
            return "argocd";
        }
        if (labels.get("kustomize.toolkit.fluxcd.io/name").present() || labels.get("helm.toolkit.fluxcd.io/name").present()) {
            return "flux";
        }
        return labels.get("app.kubernetes.io/managed-by").text().equals("Helm") ? "helm" : "";
    }
}
