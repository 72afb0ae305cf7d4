package dev.fresnel.logs.source;

import static dev.fresnel.api.kube.Kind.POD;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the pods that a target means, as they are now. */
final class Found {
    private final View view;
    private final Wanted.Target target;
    private boolean first = true;
    private List<Selector> selectors = List.of();
    private @Nullable Unknown stale;
    private long asked = Long.MIN_VALUE / 2;

    Found(View view, Wanted.Target target) {
        this.view = view;
        this.target = target;
    }

    /** Why it is not known which they are. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean passing;

        Unknown(String why, boolean passing) {
            super(why);
            this.passing = passing;
        }

        /** It is asked for, and no answer is there yet. */
        boolean loading() {
            return passing && String.valueOf(getMessage()).isEmpty();
        }

        /** It may be known soon without anybody doing anything. */
        boolean passing() {
            return passing;
        }
    }

    private interface Ask {
        List<KubeObject> pods() throws Unknown;
    }

    /** What cannot be seen leaves the rest as it is. */
    void look(Sight sight) {
        if (target.resource().equals("pods")) {
            look(sight, target.namespace(), this::pod);
            return;
        }
        for (Selector selector : selectors(sight)) {
            look(sight, selector.namespace(), () -> known(view.list(POD, selector)));
        }
    }

    private void look(Sight sight, String namespace, Ask ask) {
        try {
            sight.saw(ask.pods());
        } catch (Unknown unknown) {
            sight.missed(view.cluster(), namespace, unknown);
        } catch (Problem problem) {
            sight.missed(view.cluster(), namespace, unknown(problem));
        }
    }

    private static Unknown unknown(Problem problem) {
        return new Unknown(problem.text(), switch (problem.kind()) {
            case INVALID, FORBIDDEN, UNAUTHENTICATED, MISSING -> false;
            default -> true;
        });
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

    private <T> T known(Answer<T> answer) throws Unknown {
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.Loading<T> loading -> throw new Unknown("", true);
            case Answer.Forbidden<T> no -> throw new Unknown("You may not " + no.verb() + " " + no.resource() + (no.namespace().isEmpty() ? "" : " in " + no.namespace()) + ".", false);
            case Answer.Unreachable<T> down -> throw new Unknown(view.cluster() + ": " + down.detail(), true);
        };
    }

    /** Selectors of objects seldom change. Pods may outlive what selected them: then those of before go on. */
    private List<Selector> selectors(Sight sight) {
        if (selectors.isEmpty() || System.nanoTime() - asked > 10_000_000_000L) {
            stale = null;
            try {
                selectors = fresh();
            } catch (Unknown unknown) {
                stale = unknown;
            } catch (Problem problem) {
                stale = unknown(problem);
            }
            asked = System.nanoTime();
        }
        Unknown why = stale;
        if (why != null) {
            sight.told(why);
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
        return found.orElseThrow(() -> new Unknown(kind.kind() + " " + name + " is not there.", false));
    }

    private Kind kind(String resource) throws Unknown {
        return known(view.kind(resource)).orElseThrow(() -> new Unknown("The cluster serves no " + resource + ".", false));
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
            throw new Unknown(object.ref().kind().kind() + " " + object.ref().name() + " selects no pods.", false);
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
