package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The graph of what one user may list, computed from the API server's own lists, with nothing of the product. */
final class GraphOracle {
    /** Where each kind is listed; those whose objects are on the map by themselves have a star. */
    private static final Map<String, String> KINDS = kinds("""
            pods* /api/v1
            nodes* /api/v1
            namespaces /api/v1
            services* /api/v1
            configmaps /api/v1
            secrets /api/v1
            serviceaccounts /api/v1
            persistentvolumeclaims* /api/v1
            persistentvolumes* /api/v1
            deployments.apps* /apis/apps/v1
            statefulsets.apps* /apis/apps/v1
            daemonsets.apps* /apis/apps/v1
            replicasets.apps /apis/apps/v1
            jobs.batch* /apis/batch/v1
            cronjobs.batch* /apis/batch/v1
            endpointslices.discovery.k8s.io* /apis/discovery.k8s.io/v1
            ingresses.networking.k8s.io* /apis/networking.k8s.io/v1
            ingressclasses.networking.k8s.io /apis/networking.k8s.io/v1
            networkpolicies.networking.k8s.io* /apis/networking.k8s.io/v1
            storageclasses.storage.k8s.io /apis/storage.k8s.io/v1
            roles.rbac.authorization.k8s.io /apis/rbac.authorization.k8s.io/v1
            clusterroles.rbac.authorization.k8s.io /apis/rbac.authorization.k8s.io/v1
            rolebindings.rbac.authorization.k8s.io* /apis/rbac.authorization.k8s.io/v1
            clusterrolebindings.rbac.authorization.k8s.io* /apis/rbac.authorization.k8s.io/v1
            horizontalpodautoscalers.autoscaling* /apis/autoscaling/v2
            poddisruptionbudgets.policy* /apis/policy/v1
            validatingwebhookconfigurations.admissionregistration.k8s.io* /apis/admissionregistration.k8s.io/v1
            mutatingwebhookconfigurations.admissionregistration.k8s.io* /apis/admissionregistration.k8s.io/v1
            gatewayclasses.gateway.networking.k8s.io /apis/gateway.networking.k8s.io/v1
            gateways.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1
            httproutes.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1
            grpcroutes.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1
            tlsroutes.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1alpha2
            tcproutes.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1alpha2
            udproutes.gateway.networking.k8s.io* /apis/gateway.networking.k8s.io/v1alpha2
            verticalpodautoscalers.autoscaling.k8s.io* /apis/autoscaling.k8s.io/v1
            ships.graph.fresnel.test /apis/graph.fresnel.test/v1
            """);

    private static final Set<String> WIDE = Set.of(
            "nodes", "namespaces", "gatewayclasses.gateway.networking.k8s.io", "persistentvolumes", "ingressclasses.networking.k8s.io", "storageclasses.storage.k8s.io", "clusterroles.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io");

    private final Contexts.Direct api;
    private final List<String> namespaces;
    private final Map<String, JsonNode> objects = new LinkedHashMap<>();
    private final Map<String, String> byUid = new LinkedHashMap<>();
    private final Set<String> nodes = new TreeSet<>();
    private final Set<String> edges = new TreeSet<>();
    private final Set<String> hidden = new TreeSet<>();

    /** What is compared, all as text; of owners the first that is seen. */
    record Drawn(Set<String> nodes, Set<String> edges, Set<String> hidden, Map<String, String> owners) {
        /** How many there are in each namespace, {@code ""} = outside of all. */
        Map<String, Integer> perNamespace(String kind) {
            var counts = new TreeMap<String, Integer>();
            nodes.stream().filter(node -> kind.isEmpty() || node.startsWith(kind + " "))
                    .forEach(node -> counts.merge(node.substring(node.indexOf(' ') + 1, node.indexOf('/')), 1, Integer::sum));
            return counts;
        }
    }

    private GraphOracle(Contexts.Direct api, List<String> namespaces) {
        this.api = api;
        this.namespaces = namespaces;
    }

    /** @param namespaces where a user who may not list all namespaces is looked for */
    static Drawn of(Contexts.Direct api, List<String> namespaces) {
        var oracle = new GraphOracle(api, namespaces);
        KINDS.forEach(oracle::list);
        oracle.objects.forEach(oracle::say);
        return new Drawn(oracle.nodes, oracle.edges, oracle.hidden, oracle.owners());
    }

    private static Map<String, String> kinds(String table) {
        var kinds = new TreeMap<String, String>();
        table.lines().forEach(line -> kinds.put(line.split(" ")[0], line.split(" ")[1]));
        return kinds;
    }

    private JsonNode get(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(api.server() + path)).timeout(Duration.ofSeconds(30));
            api.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
            var answer = api.client().send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() == 200 ? TestHttp.parse(answer.body()) : TestHttp.parse("{\"denied\":" + answer.statusCode() + "}");
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void list(String starred, String path) {
        String kind = starred.replace("*", "");
        String resource = kind.split("\\.")[0];
        var lists = new ArrayList<JsonNode>();
        lists.add(get(path + "/" + resource));
        if (lists.getFirst().has("denied") && !WIDE.contains(kind)) {
            lists.clear();
            namespaces.forEach(namespace -> lists.add(get(path + "/namespaces/" + namespace + "/" + resource)));
        }
        if (lists.stream().allMatch(list -> list.path("denied").asInt() == 403) && !kind.startsWith("ships")) {
            hidden.add(kind);
        }
        for (var list : lists) {
            for (var item : list.path("items")) {
                String id = id(kind, item.at("/metadata/namespace").asText(), item.at("/metadata/name").asText());
                objects.put(id, item);
                byUid.put(item.at("/metadata/uid").asText(), id);
                if (starred.endsWith("*")) {
                    nodes.add(id);
                }
            }
        }
    }

    private Map<String, String> owners() {
        var owners = new TreeMap<String, String>();
        objects.forEach((id, object) -> {
            for (var owner : object.at("/metadata/ownerReferences")) {
                String seen = byUid.get(owner.path("uid").asText());
                if (seen != null && !seen.startsWith("nodes ")) {
                    owners.putIfAbsent(id, seen);
                }
            }
        });
        return owners;
    }

    private static String id(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }

    private void edge(String from, String to, String role) {
        if (objects.containsKey(from) && objects.containsKey(to)) {
            nodes.add(from);
            nodes.add(to);
            edges.add(from + " " + role + " " + to);
        }
    }

    private void say(String id, JsonNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        var owners = StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false).sorted((a, b) -> Boolean.compare(b.path("controller").asBoolean(), a.path("controller").asBoolean()));
        owners.map(owner -> byUid.get(owner.path("uid").asText())).filter(owner -> owner != null).findFirst().ifPresent(owner -> edge(owner, id, "owns"));
        var spec = object.path("spec");
        switch (id.substring(0, id.indexOf(' '))) {
            case "pods" -> {
                pod(id, namespace, object.at("/metadata/name").asText(), spec);
                edge(id("nodes", "", spec.path("nodeName").asText()), id, "runs");
            }
            case "deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch" -> pod(id, namespace, "", spec.at("/template/spec"));
            case "cronjobs.batch" -> pod(id, namespace, "", spec.at("/jobTemplate/spec/template/spec"));
            case "services" -> selected(id, namespace, wrap(spec.path("selector")), false, "selects");
            case "endpointslices.discovery.k8s.io" -> slice(id, namespace, object);
            case "ingresses.networking.k8s.io" -> ingress(id, namespace, spec);
            case "networkpolicies.networking.k8s.io" -> policy(id, namespace, spec);
            case "gateways.gateway.networking.k8s.io" -> gateway(id, namespace, spec);
            case "httproutes.gateway.networking.k8s.io", "grpcroutes.gateway.networking.k8s.io", "tlsroutes.gateway.networking.k8s.io",
                    "tcproutes.gateway.networking.k8s.io", "udproutes.gateway.networking.k8s.io" -> route(id, namespace, spec);
            case "verticalpodautoscalers.autoscaling.k8s.io" -> {
                var target = spec.path("targetRef");
                String group = target.path("apiVersion").asText().replaceAll("/.*", "");
                edge(id, id(target.path("kind").asText().toLowerCase(Locale.ROOT) + "s." + group, namespace, target.path("name").asText()), "scales");
            }
            case "poddisruptionbudgets.policy" -> selected(id, namespace, spec.path("selector"), !spec.path("selector").isMissingNode(), "protects");
            case "persistentvolumeclaims" -> {
                edge(id, id("persistentvolumes", "", spec.path("volumeName").asText()), "binds");
                edge(id, id("storageclasses.storage.k8s.io", "", spec.path("storageClassName").asText()), "provisioned");
            }
            case "persistentvolumes" -> edge(id, id("storageclasses.storage.k8s.io", "", spec.path("storageClassName").asText()), "provisioned");
            case "horizontalpodautoscalers.autoscaling" -> {
                var target = spec.path("scaleTargetRef");
                edge(id, id(target.path("kind").asText().toLowerCase(Locale.ROOT) + "s.apps", namespace, target.path("name").asText()), "scales");
            }
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" -> binding(id, namespace, object);
            case "validatingwebhookconfigurations.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io" ->
                object.path("webhooks").forEach(hook -> edge(id, id("services", hook.at("/clientConfig/service/namespace").asText(), hook.at("/clientConfig/service/name").asText()), "calls"));
            default -> {
                // nothing leads from it
            }
        }
    }

    private static JsonNode wrap(JsonNode labels) {
        return TestHttp.parse("{\"matchLabels\":" + (labels.isObject() ? labels : "{}") + "}");
    }

    private void pod(String id, String namespace, String name, JsonNode spec) {
        BiConsumer<String, String> map = (to, role) -> edge(id, "kube-root-ca.crt".equals(to) ? "" : id("configmaps", namespace, to), role);
        BiConsumer<String, String> secret = (to, role) -> edge(id, id("secrets", namespace, to), role);
        for (var volume : spec.path("volumes")) {
            map.accept(volume.at("/configMap/name").asText(), "mounts");
            secret.accept(volume.at("/secret/secretName").asText(), "mounts");
            edge(id, id("persistentvolumeclaims", namespace, volume.at("/persistentVolumeClaim/claimName").asText()), "mounts");
            if (volume.has("ephemeral") && !name.isEmpty()) {
                edge(id, id("persistentvolumeclaims", namespace, name + "-" + volume.path("name").asText()), "mounts");
            }
            for (var source : volume.at("/projected/sources")) {
                map.accept(source.at("/configMap/name").asText(), "mounts");
                secret.accept(source.at("/secret/name").asText(), "mounts");
            }
        }
        for (var containers : List.of(spec.path("containers"), spec.path("initContainers"))) {
            for (var container : containers) {
                for (var variable : container.path("env")) {
                    map.accept(variable.at("/valueFrom/configMapKeyRef/name").asText(), "reads");
                    secret.accept(variable.at("/valueFrom/secretKeyRef/name").asText(), "reads");
                }
                for (var all : container.path("envFrom")) {
                    map.accept(all.at("/configMapRef/name").asText(), "reads");
                    secret.accept(all.at("/secretRef/name").asText(), "reads");
                }
            }
        }
        spec.path("imagePullSecrets").forEach(one -> secret.accept(one.path("name").asText(), "pulls"));
        edge(id, id("serviceaccounts", namespace, spec.path("serviceAccountName").asText()), "runsAs");
    }

    private void slice(String id, String namespace, JsonNode slice) {
        edge(id("services", namespace, slice.at("/metadata/labels/kubernetes.io~1service-name").asText()), id, "endpoints");
        for (var endpoint : slice.path("endpoints")) {
            if (endpoint.at("/targetRef/kind").asText().equals("Pod")) {
                edge(id, id("pods", namespace, endpoint.at("/targetRef/name").asText()), "selects");
            }
        }
    }

    private void ingress(String id, String namespace, JsonNode spec) {
        edge(id, id("services", namespace, spec.at("/defaultBackend/service/name").asText()), "routes");
        spec.path("rules").forEach(rule -> rule.at("/http/paths").forEach(path -> edge(id, id("services", namespace, path.at("/backend/service/name").asText()), "routes")));
        spec.path("tls").forEach(tls -> edge(id, id("secrets", namespace, tls.path("secretName").asText()), "reads"));
        edge(id("ingressclasses.networking.k8s.io", "", spec.path("ingressClassName").asText()), id, "carries");
    }

    private void policy(String id, String namespace, JsonNode spec) {
        selected(id, namespace, spec.path("podSelector"), true, "guards");
        for (var rule : spec.path("ingress")) {
            rule.path("from").forEach(peer -> peers(namespace, peer).forEach(one -> edge(one, id, "admitted")));
        }
        for (var rule : spec.path("egress")) {
            rule.path("to").forEach(peer -> peers(namespace, peer).forEach(one -> edge(id, one, "reaches")));
        }
    }

    private List<String> peers(String namespace, JsonNode peer) {
        var all = new ArrayList<String>();
        if (!peer.has("namespaceSelector")) {
            if (peer.has("podSelector")) {
                pods(namespace).filter(pod -> matches(peer.path("podSelector"), pod.getValue().at("/metadata/labels"))).forEach(pod -> all.add(pod.getKey()));
            }
            return all;
        }
        for (var one : List.copyOf(objects.entrySet())) {
            boolean chosen = one.getKey().startsWith("namespaces ") && matches(peer.path("namespaceSelector"), one.getValue().at("/metadata/labels"));
            if (chosen && !peer.has("podSelector")) {
                all.add(one.getKey());
            } else if (chosen) {
                pods(one.getValue().at("/metadata/name").asText()).filter(pod -> matches(peer.path("podSelector"), pod.getValue().at("/metadata/labels")))
                        .forEach(pod -> all.add(pod.getKey()));
            }
        }
        return all;
    }

    private void gateway(String id, String namespace, JsonNode spec) {
        edge(id("gatewayclasses.gateway.networking.k8s.io", "", spec.path("gatewayClassName").asText()), id, "carries");
        spec.path("listeners").forEach(listener -> listener.at("/tls/certificateRefs").forEach(
                certificate -> edge(id, id("secrets", certificate.path("namespace").asText(namespace), certificate.path("name").asText()), "reads")));
    }

    private void route(String id, String namespace, JsonNode spec) {
        spec.path("parentRefs").forEach(parent ->
                edge(id("gateways.gateway.networking.k8s.io", parent.path("namespace").asText(namespace), parent.path("name").asText()), id, "routes"));
        spec.path("rules").forEach(rule -> rule.path("backendRefs").forEach(
                backend -> edge(id, id("services", backend.path("namespace").asText(namespace), backend.path("name").asText()), "routes")));
    }

    private void binding(String id, String namespace, JsonNode binding) {
        var role = binding.path("roleRef");
        boolean wide = role.path("kind").asText().equals("ClusterRole");
        edge(id, id((wide ? "clusterroles" : "roles") + ".rbac.authorization.k8s.io", wide ? "" : namespace, role.path("name").asText()), "grants");
        for (var subject : binding.path("subjects")) {
            if (subject.path("kind").asText().equals("ServiceAccount")) {
                edge(id, id("serviceaccounts", subject.path("namespace").asText(namespace), subject.path("name").asText()), "gives");
            }
        }
    }

    private void selected(String id, String namespace, JsonNode selector, boolean all, String role) {
        if (!all && selector.path("matchLabels").isEmpty()) {
            return;
        }
        pods(namespace).filter(pod -> matches(selector, pod.getValue().at("/metadata/labels"))).forEach(pod -> edge(id, pod.getKey(), role));
    }

    private Stream<Map.Entry<String, JsonNode>> pods(String namespace) {
        return objects.entrySet().stream().filter(one -> one.getKey().startsWith("pods " + namespace + "/"));
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        for (var required : selector.path("matchLabels").properties()) {
            if (!labels.path(required.getKey()).isTextual() || !labels.path(required.getKey()).asText().equals(required.getValue().asText())) {
                return false;
            }
        }
        for (var expression : selector.path("matchExpressions")) {
            var value = labels.path(expression.path("key").asText());
            var values = Shape.texts(expression.path("values"));
            boolean holds = switch (expression.path("operator").asText()) {
                case "In" -> value.isTextual() && values.contains(value.asText());
                case "NotIn" -> !value.isTextual() || !values.contains(value.asText());
                case "Exists" -> value.isTextual();
                default -> !value.isTextual();
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
