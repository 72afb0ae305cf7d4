package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a pod that is ready for who wants to reach a pod, a Service or a workload, asked anew each time: pods are replaced. */
final class Destination {
    private static final int LARGEST = 32 << 20;
    /** What a controller tells the pods of its revisions apart by. */
    private static final String REVISION = "pod-template-hash";

    private static final Kind REPLICAS = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);

    private final Opener opener;
    private final Principal principal;
    private final ObjectRef target;
    private final String port;
    /** Selects the pods that may stand in for the one that was asked for, {@code ""} while none may. */
    private volatile String heirs = "";
    private volatile boolean known;

    /** A pod, and the number of its port. */
    record Found(ObjectRef pod, int port) {}

    Destination(Opener opener, Principal principal, ObjectRef target, String port) {
        this.opener = opener;
        this.principal = principal;
        this.target = target;
        this.port = port;
    }

    Opener opener() {
        return opener;
    }

    ObjectRef target() {
        return target;
    }

    String port() {
        return port;
    }

    /** @throws Problem MISSING when there is none, in words */
    Found find(String preferred) {
        return switch (target.kind().id()) {
            case "pods" -> found(podOrHeir(preferred), port);
            case "services" -> {
                Json service = get(path(target.kind(), target.name()));
                yield found(ready(selector(service), preferred), behind(service));
            }
            default -> found(ready(selector(get(path(target.kind(), target.name()))), preferred), port);
        };
    }

    private Found found(Json pod, String wanted) {
        return new Found(new ObjectRef(target.cluster(), Kind.POD, target.namespace(), pod.at("/metadata/name").text()), number(pod, wanted));
    }

    /** A pod that a ReplicaSet made is as good as any other of its kind, also of the next revision: when it is gone, or about to go, one of those. */
    private Json podOrHeir(String preferred) {
        try {
            Json pod = get(path(Kind.POD, target.name()));
            if (!known) {
                heirs = heirsOf(pod);
                known = true;
            }
            if (heirs.isEmpty() || !pod.at("/metadata/deletionTimestamp").present()) {
                return pod;
            }
        } catch (Problem gone) {
            if (gone.kind() != Problem.Kind.MISSING || heirs.isEmpty()) {
                throw gone;
            }
        }
        return ready(heirs, preferred);
    }

    /** Who may not read the controller is led to the one pod alone. */
    private String heirsOf(Json pod) {
        for (Json owner : pod.at("/metadata/ownerReferences").items()) {
            if (owner.get("controller").flag() && owner.get("kind").text().equals("ReplicaSet")) {
                try {
                    return selector(get(path(REPLICAS, owner.get("name").text())));
                } catch (Problem unknown) {
                    return "";
                }
            }
        }
        return "";
    }

    private String path(Kind kind, String name) {
        return path(kind) + "/" + Path.encode(name);
    }

    private String path(Kind kind) {
        String group = kind.group().isEmpty() ? "/api/" + kind.version() : "/apis/" + kind.group() + "/" + kind.version();
        return group + "/namespaces/" + Path.encode(target.namespace()) + "/" + kind.resource();
    }

    private Json get(String path) {
        try (UpstreamResponse answer = opener.open(principal, target.cluster(), UpstreamRequest.get(path, "application/json"))) {
            if (answer.status() != 200) {
                throw opener.problem(answer, "HTTP " + answer.status());
            }
            return opener.json().parse(Opener.text(answer), LARGEST);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_CONNECTION_LOST", "The cluster's answer broke off.", Map.of(), e);
        }
    }

    /** The port of the pods that stands behind a port of the Service. */
    private String behind(Json service) {
        for (Json one : service.at("/spec/ports").items()) {
            if (one.get("port").text().equals(port) || one.get("name").text().equals(port)) {
                String target = one.get("targetPort").text();
                return target.isEmpty() ? one.get("port").text() : target;
            }
        }
        throw missing("PORT_MISSING", "The Service " + target.name() + " has no port " + port + ".");
    }

    private String selector(Json object) {
        boolean plain = target.kind().id().equals("services");
        boolean revisions = target.kind().id().equals("pods");
        Json labels = object.at(plain ? "/spec/selector" : "/spec/selector/matchLabels");
        var parts = new ArrayList<String>();
        labels.names().stream().filter(name -> !revisions || !name.endsWith(REVISION)).forEach(name -> parts.add(name + "=" + labels.get(name).text()));
        for (Json one : plain ? List.<Json>of() : object.at("/spec/selector/matchExpressions").items()) {
            parts.add(expression(one));
        }
        if (parts.isEmpty()) {
            throw missing("SELECTOR_MISSING", target.name() + " selects no pods.");
        }
        return String.join(",", parts);
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

    private Json ready(String selector, String preferred) {
        List<Json> pods = get(path(Kind.POD) + "?labelSelector=" + Path.encode(selector)).get("items").items();
        List<Json> ready = pods.stream().filter(Destination::ready).toList();
        Optional<Json> same = ready.stream().filter(pod -> pod.at("/metadata/name").text().equals(preferred)).findFirst();
        return same.or(() -> ready.stream().findFirst())
                .orElseThrow(() -> missing("NO_READY_POD", "None of the " + pods.size() + " pods of " + target.name() + " is ready."));
    }

    private static boolean ready(Json pod) {
        return !pod.at("/metadata/deletionTimestamp").present()
                && pod.at("/status/conditions").items().stream()
                        .anyMatch(one -> one.get("type").text().equals("Ready") && one.get("status").text().equals("True"));
    }

    private int number(Json pod, String wanted) {
        if (wanted.matches("\\d{1,5}")) {
            return Integer.parseInt(wanted);
        }
        for (Json container : pod.at("/spec/containers").items()) {
            for (Json one : container.get("ports").items()) {
                if (one.get("name").text().equals(wanted)) {
                    return (int) one.get("containerPort").number(0);
                }
            }
        }
        throw missing("PORT_MISSING", "The pod " + pod.at("/metadata/name").text() + " has no port named " + wanted + ".");
    }

    private Problem missing(String code, String text) {
        return new Problem(Problem.Kind.MISSING, code, text, Map.of("name", target.name(), "port", port), null);
    }
}
