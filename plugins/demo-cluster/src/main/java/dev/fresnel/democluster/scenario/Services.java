package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Selector;
import dev.fresnel.democluster.server.Stored;
import java.util.List;

/** Keeps endpoints and endpoint slices of services, and gives load balancers an address. */
final class Services implements Desk.Controller {
    static final String NAME = "services";
    private static final String SLICES = "endpointslices.discovery.k8s.io";

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;

    Services(Cluster cluster, Agenda agenda, Recorder recorder) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode service = cluster.find(NAME, namespace, name).orElse(null);
        if (service == null) {
            cluster.delete("endpoints", namespace, name, Deletion.now());
            return;
        }
        balance(service, namespace, name);
        JsonNode selector = service.path("spec").path("selector");
        if (selector.isEmpty() || service.path("metadata").has("deletionTimestamp")) {
            return;
        }
        var wanted = Selector.of(selector);
        List<Stored> pods = cluster.store().all("pods", namespace).stream()
                .filter(pod -> wanted.test(pod.labels()) && !pod.field("status.podIP").isEmpty() && !Pods.finished(pod)).toList();
        slice(service, namespace, name, pods);
        endpoints(service, namespace, name, pods);
    }

    private void balance(ObjectNode service, String namespace, String name) {
        boolean wants = "LoadBalancer".equals(Json.text(service, "spec", "type")) && Json.at(service, "status", "loadBalancer", "ingress").isEmpty();
        if (wants) {
            recorder.normal("service-controller", service, "EnsuringLoadBalancer", "Ensuring load balancer");
            agenda.afterMillis(4000, () -> cluster.edit(NAME, namespace, name, tree -> {
                Json.child(tree, "status", "loadBalancer").putArray("ingress").addObject()
                        .put("hostname", "k8s-" + namespace + "-" + name + "-4f1c2d.elb.eu-central-1.amazonaws.example");
                return tree;
            }).ifPresent(tree -> recorder.normal("service-controller", tree, "EnsuredLoadBalancer", "Ensured load balancer")));
        }
    }

    private void slice(ObjectNode service, String namespace, String name, List<Stored> pods) {
        String uid = Json.text(service, "metadata", "uid");
        String there = cluster.store().all(SLICES, namespace).stream().filter(one -> one.owners().contains(uid)).map(Stored::name).findFirst().orElse("");
        ArrayNode endpoints = Json.array();
        for (Stored pod : pods) {
            ObjectNode one = endpoints.addObject();
            one.putArray("addresses").add(pod.field("status.podIP"));
            boolean ready = Pods.ready(pod);
            one.putObject("conditions").put("ready", ready).put("serving", ready).put("terminating", pod.deleting());
            one.put("nodeName", pod.field("spec.nodeName")).set("targetRef", reference(pod));
        }
        ArrayNode ports = ports(service, pods, true);
        if (there.isEmpty()) {
            ObjectNode slice = Json.object().put("addressType", "IPv4");
            ObjectNode meta = slice.putObject("metadata").put("generateName", name + "-").put("namespace", namespace)
                    .put("creationTimestamp", Json.text(service, "metadata", "creationTimestamp"));
            meta.putObject("labels").put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io").put("kubernetes.io/service-name", name);
            meta.putArray("ownerReferences").add(Pods.reference(service));
            slice.set("endpoints", endpoints);
            slice.set("ports", ports);
            cluster.create(SLICES, slice);
            return;
        }
        cluster.edit(SLICES, namespace, there, tree -> {
            tree.set("endpoints", endpoints);
            tree.set("ports", ports);
            return tree;
        });
    }

    private static ObjectNode reference(Stored pod) {
        return Json.object().put("kind", "Pod").put("namespace", pod.namespace()).put("name", pod.name()).put("uid", pod.uid());
    }

    private void endpoints(ObjectNode service, String namespace, String name, List<Stored> pods) {
        ObjectNode subset = Json.object();
        for (Stored pod : pods) {
            if (!pod.deleting()) {
                ObjectNode one = subset.withArray(Pods.ready(pod) ? "addresses" : "notReadyAddresses").addObject();
                one.put("ip", pod.field("status.podIP")).put("nodeName", pod.field("spec.nodeName")).set("targetRef", reference(pod));
            }
        }
        ArrayNode subsets = Json.array();
        if (!subset.isEmpty()) {
            subset.set("ports", ports(service, pods, false));
            subsets.add(subset);
        }
        if (cluster.store().find("endpoints", namespace, name).isEmpty()) {
            ObjectNode fresh = Json.object();
            fresh.putObject("metadata").put("name", name).put("namespace", namespace)
                    .put("creationTimestamp", Json.text(service, "metadata", "creationTimestamp")).putObject("labels").put("endpoints.kubernetes.io/managed-by", "endpoint-controller");
            fresh.set("subsets", subsets);
            cluster.create("endpoints", fresh);
            return;
        }
        cluster.edit("endpoints", namespace, name, tree -> {
            tree.set("subsets", subsets);
            return tree;
        });
    }

    private static ArrayNode ports(ObjectNode service, List<Stored> pods, boolean named) {
        ArrayNode ports = Json.array();
        for (JsonNode port : Json.at(service, "spec", "ports")) {
            ObjectNode one = ports.addObject();
            if (named || port.has("name")) {
                one.put("name", Json.text(port, "name"));
            }
            one.put("port", number(port.path("targetPort"), pods)).put("protocol", Json.text(port, "protocol"));
        }
        return ports;
    }

    private static int number(JsonNode target, List<Stored> pods) {
        if (target.isNumber() || pods.isEmpty()) {
            return target.asInt(0);
        }
        return Json.at(pods.getFirst().tree(), "spec", "containers").valueStream().flatMap(container -> container.path("ports").valueStream())
                .filter(port -> Json.text(port, "name").equals(target.asText())).map(port -> port.path("containerPort").asInt()).findFirst().orElse(0);
    }
}
