package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the caller sees of some namespaces of one cluster; each list is asked for once. */
final class Seen {
    private final View view;
    private final List<String> namespaces;
    private final Map<String, Answer<List<KubeObject>>> lists = new HashMap<>();

    /** @param namespaces none means all */
    Seen(View view, List<String> namespaces) {
        this.view = view;
        this.namespaces = List.copyOf(namespaces);
    }

    View view() {
        return view;
    }

    /** Whether only part of the cluster was asked for. */
    boolean chosen() {
        return !namespaces.isEmpty();
    }

    Answer<List<KubeObject>> list(Kind kind) {
        return lists.computeIfAbsent(kind.id(), id -> kind.namespaced() && chosen() ? together(kind) : view.list(kind, Selector.ALL));
    }

    /** A kind that not every cluster serves: empty where this one does not. */
    Optional<Answer<List<KubeObject>>> served(Kind kind) {
        boolean absent = view.kind(kind.id()) instanceof Answer.Known<Optional<Kind>> known && known.value().isEmpty();
        return absent ? Optional.empty() : Optional.of(list(kind));
    }

    private Answer<List<KubeObject>> together(Kind kind) {
        var all = new ArrayList<KubeObject>();
        Answer<List<KubeObject>> last = new Answer.Loading<>();
        boolean any = false;
        for (String namespace : namespaces) {
            last = view.list(kind, Selector.inNamespace(namespace));
            if (last instanceof Answer.Known<List<KubeObject>> known) {
                all.addAll(known.value());
                any = true;
            }
        }
        List<KubeObject> found = all;
        return any ? new Answer.Known<>(found, java.time.Instant.now()) : last;
    }

    /** What is known of it, nothing when it is not known. */
    List<KubeObject> known(Kind kind) {
        return list(kind) instanceof Answer.Known<List<KubeObject>> known ? known.value() : List.of();
    }
}
