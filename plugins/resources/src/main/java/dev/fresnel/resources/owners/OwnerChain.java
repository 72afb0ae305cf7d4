package dev.fresnel.resources.owners;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows owner references upwards: the controller's where there is one. */
final class OwnerChain {
    static final int LONGEST = 10;

    private final View view;

    OwnerChain(View view) {
        this.view = view;
    }

    /**
     * One owner.
     *
     * @param resource {@code resource.group}; {@code ""} when the cluster does not serve the kind
     * @param found whether it is there, and is the very object that is meant
     * @param why when it is not known whether it is there: {@code forbidden}, {@code unreachable} or {@code loading}
     */
    record Owner(String cluster, String resource, String namespace, String name, String kind, boolean found, Optional<String> why) {}

    /** Nearest first. References may lead in circles, to objects that are gone, and to where the caller may not look. */
    List<Owner> above(KubeObject object) {
        var owners = new ArrayList<Owner>();
        Set<String> seen = new HashSet<>(Set.of(object.uid()));
        Optional<KubeObject> current = Optional.of(object);
        while (current.isPresent() && owners.size() < LONGEST) {
            KubeObject owned = current.get();
            Optional<Json> reference = controller(owned.owners());
            if (reference.isEmpty() || !seen.add(reference.get().get("uid").text())) {
                break;
            }
            current = follow(owned, reference.get(), owners);
        }
        return owners;
    }

    private static Optional<Json> controller(List<Json> references) {
        return references.stream().filter(reference -> reference.get("controller").flag()).findFirst().or(() -> references.stream().findFirst());
    }

    private Optional<KubeObject> follow(KubeObject owned, Json reference, List<Owner> owners) {
        String kindName = reference.get("kind").text();
        String name = reference.get("name").text();
        var answer = view.kind(reference.get("apiVersion").text(), kindName);
        Optional<Kind> kind = value(answer);
        if (kind.isEmpty()) {
            owners.add(new Owner(view.cluster(), "", owned.ref().namespace(), name, kindName, false, why(answer)));
            return Optional.empty();
        }
        String namespace = kind.get().namespaced() ? owned.ref().namespace() : "";
        var object = view.get(new ObjectRef(view.cluster(), kind.get(), namespace, name));
        Optional<KubeObject> owner = value(object).filter(found -> found.uid().equals(reference.get("uid").text()));
        owners.add(new Owner(view.cluster(), kind.get().id(), namespace, name, kindName, owner.isPresent(), why(object)));
        return owner;
    }

    private static <T> Optional<T> value(Answer<Optional<T>> answer) {
        return answer instanceof Answer.Known<Optional<T>> known ? known.value() : Optional.empty();
    }

    private static Optional<String> why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Known<?> known -> Optional.empty();
            case Answer.Loading<?> loading -> Optional.of("loading");
            case Answer.Forbidden<?> no -> Optional.of("forbidden");
            case Answer.Unreachable<?> down -> Optional.of("unreachable");
        };
    }
}
