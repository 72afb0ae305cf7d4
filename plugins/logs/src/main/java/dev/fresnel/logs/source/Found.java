package dev.fresnel.logs.source;

import static dev.fresnel.api.kube.Kind.POD;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the pods that a target means, as they are now. */
final class Found {
    private final View view;
    private final Wanted.Target target;
    private boolean first = true;
    private List<Selector> selectors = List.of();
    private long asked = Long.MIN_VALUE / 2;

    Found(View view, Wanted.Target target) {
        this.view = view;
        this.target = target;
    }

    /** Why it is not known which they are. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String why) {
            super(why);
        }
    }

    List<KubeObject> pods() throws Unknown {
        if (target.resource().equals("pods")) {
            return pod();
        }
        var pods = new ArrayList<KubeObject>();
        for (Selector selector : selectors()) {
            pods.addAll(known(view.list(POD, selector)));
        }
        return pods;
    }

    /** The first time it is asked for alone, because a list may take long; later when somebody may read it and not list. */
    private List<KubeObject> pod() throws Unknown {
        boolean begins = first;
        first = false;
        if (begins && alone() instanceof Answer.Known<Optional<KubeObject>> it && it.value().isPresent()) {
            return List.of(it.value().get());
        }
        if (view.list(POD, new Selector(target.namespace(), "", "metadata.name=" + target.name())) instanceof Answer.Known<List<KubeObject>> known) {
            return known.value();
        }
        return known(alone()).stream().toList();
    }

    private Answer<Optional<KubeObject>> alone() {
        return view.get(new ObjectRef(view.cluster(), POD, target.namespace(), target.name()));
    }

    private static <T> T known(Answer<T> answer) throws Unknown {
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.Loading<T> loading -> throw new Unknown("");
            case Answer.Forbidden<T> no -> throw new Unknown("You may not " + no.verb() + " " + no.resource() + (no.namespace().isEmpty() ? "" : " in " + no.namespace()) + ".");
            case Answer.Unreachable<T> down -> throw new Unknown(down.detail());
        };
    }

    /** Selectors of objects seldom change. */
    private List<Selector> selectors() throws Unknown {
        if (System.nanoTime() - asked > 10_000_000_000L) {
            selectors = fresh();
            asked = System.nanoTime();
        }
        return selectors;
    }

    private List<Selector> fresh() throws Unknown {
        if (target.resource().isEmpty()) {
            List<String> namespaces = target.namespaces().isEmpty() ? List.of("") : target.namespaces();
            return namespaces.stream().map(namespace -> new Selector(namespace, target.labels(), "")).toList();
        }
        return switch (target.resource()) {
            case "nodes" -> List.of(new Selector("", "", "spec.nodeName=" + target.name()));
            case "namespaces" -> List.of(Selector.inNamespace(target.name()));
            case "cronjobs.batch" -> ofJobs();
            default -> List.of(of(object(target.resource(), target.name())));
        };
    }

    private KubeObject object(String resource, String name) throws Unknown {
        Kind kind = kind(resource);
        Optional<KubeObject> found = known(view.get(new ObjectRef(view.cluster(), kind, target.namespace(), name)));
        return found.orElseThrow(() -> new Unknown(kind.kind() + " " + name + " is not there."));
    }

    private Kind kind(String resource) throws Unknown {
        return known(view.kind(resource)).orElseThrow(() -> new Unknown("The cluster serves no " + resource + "."));
    }

    private List<Selector> ofJobs() throws Unknown {
        String uid = object(target.resource(), target.name()).uid();
        var all = new ArrayList<Selector>();
        for (KubeObject job : known(view.list(kind("jobs.batch"), Selector.inNamespace(target.namespace())))) {
            if (job.owners().stream().anyMatch(owner -> owner.get("uid").text().equals(uid))) {
                all.add(of(job));
            }
        }
        return all;
    }

    /** The selector that an object names: of workloads, services, and whatever can be scaled. */
    private Selector of(KubeObject object) throws Unknown {
        Json selector = object.at("/spec/selector");
        boolean structured = selector.get("matchLabels").present() || selector.get("matchExpressions").present();
        var parts = new ArrayList<String>();
        labels(structured ? selector.get("matchLabels") : selector, parts);
        for (Json expression : selector.get("matchExpressions").items()) {
            parts.add(expression(expression));
        }
        String text = parts.isEmpty() ? object.text("/status/selector") : String.join(",", parts);
        if (text.isEmpty()) {
            throw new Unknown(object.ref().kind().kind() + " " + object.ref().name() + " selects no pods.");
        }
        return new Selector(object.ref().namespace(), text, "");
    }

    private static void labels(Json labels, List<String> parts) {
        for (String key : labels.names()) {
            parts.add(key + "=" + labels.get(key).text());
        }
    }

    private static String expression(Json one) {
        String key = one.get("key").text();
        String values = "(" + String.join(",", one.get("values").items().stream().map(Json::text).toList()) + ")";
        return switch (one.get("operator").text()) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
