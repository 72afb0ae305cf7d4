package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import dev.fresnel.democluster.server.Version;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The machines: how they come, say that they live, fall silent, come back and go. */
final class Nodes {
    private static final String LEASES = "leases.coordination.k8s.io";
    private static final String LEASE_NAMESPACE = "kube-node-lease";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final long LEASE_MILLIS = 10_000;

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Set<String> silent = new HashSet<>();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private int addresses;

    Nodes(Cluster cluster, Agenda agenda, Recorder recorder, SceneClock clock) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Adds a Ready node as the data describes it: name, type, zone, arch, cpu, memory (GiB), labels, taints. */
    ObjectNode add(JsonNode row) {
        String name = Json.text(row, "name");
        int number = numbers.computeIfAbsent(name, key -> numbers.size() + 10);
        ObjectNode node = Json.object();
        ObjectNode labels = node.putObject("metadata").put("name", name).putObject("labels");
        String arch = row.path("arch").asText("amd64");
        labels.put("kubernetes.io/hostname", name).put("kubernetes.io/os", "linux").put("kubernetes.io/arch", arch);
        labels.put("node.kubernetes.io/instance-type", Json.text(row, "type")).put("topology.kubernetes.io/zone", Json.text(row, "zone"));
        labels.put("topology.kubernetes.io/region", "eu-central-1");
        row.path("labels").properties().forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        ObjectNode spec = node.putObject("spec").put("podCIDR", "10.244." + number + ".0/24");
        spec.putArray("podCIDRs").add("10.244." + number + ".0/24");
        spec.put("providerID", "aws:///" + Json.text(row, "zone") + "/i-0" + Names.hash(name) + "7a1");
        if (row.has("taints")) {
            spec.set("taints", row.path("taints").deepCopy());
        }
        status(node.putObject("status"), row, name, arch, number);
        if (row.has("owner")) {
            Json.child(node, "metadata").putArray("ownerReferences").add(row.path("owner"));
        }
        ObjectNode made = cluster.create("nodes", node);
        lease(name);
        recorder.normal("node-controller", made, "RegisteredNode", "Node " + name + " event: Registered Node " + name + " in Controller");
        return made;
    }

    private void status(ObjectNode status, JsonNode row, String name, String arch, int number) {
        long cpu = row.path("cpu").asLong(4);
        long memory = row.path("memory").asLong(16) * 1024 * 1024;
        ObjectNode capacity = status.putObject("capacity").put("cpu", Long.toString(cpu)).put("memory", memory + "Ki");
        capacity.put("pods", "58").put("ephemeral-storage", "104845292Ki").put("hugepages-2Mi", "0");
        ObjectNode room = status.putObject("allocatable").put("cpu", cpu * 1000 - 80 + "m").put("memory", memory - 1_048_576 + "Ki");
        room.put("pods", "58").put("ephemeral-storage", "95551679124").put("hugepages-2Mi", "0");
        String now = Names.time(clock.instant());
        for (String type : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
            condition(status, type, "False", "KubeletHas" + (type.startsWith("Disk") ? "NoDiskPressure" : type.startsWith("PID") ? "SufficientPID" : "SufficientMemory"),
                    "kubelet has " + (type.startsWith("Disk") ? "no disk pressure" : type.startsWith("PID") ? "sufficient PID available" : "sufficient memory available"), now);
        }
        condition(status, "Ready", "True", "KubeletReady", "kubelet is posting ready status", now);
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", "10.0." + (number % 3 + 1) + "." + (number + 40));
        addresses.addObject().put("type", "Hostname").put("address", name);
        ObjectNode info = status.putObject("nodeInfo").put("machineID", "ec2" + Names.hash(name)).put("systemUUID", "ec2" + Names.hash(name)).put("bootID", Names.hash(name + "b"));
        info.put("kernelVersion", "6.12.41-63.114.amzn2023." + (arch.equals("amd64") ? "x86_64" : "aarch64")).put("osImage", "Amazon Linux 2023.8.20260914");
        info.put("containerRuntimeVersion", "containerd://2.1.5").put("kubeletVersion", Version.KUBERNETES).put("kubeProxyVersion", "");
        info.put("operatingSystem", "linux").put("architecture", arch);
        status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
    }

    private static void condition(ObjectNode status, String type, String value, String reason, String message, String now) {
        ObjectNode found = null;
        for (JsonNode one : status.withArray("conditions")) {
            found = Json.text(one, "type").equals(type) ? (ObjectNode) one : found;
        }
        if (found == null) {
            found = status.withArray("conditions").addObject().put("type", type);
        }
        if (!Json.text(found, "status").equals(value)) {
            found.put("lastTransitionTime", now);
        }
        found.put("status", value).put("lastHeartbeatTime", now).put("reason", reason).put("message", message);
    }

    private void lease(String name) {
        ObjectNode lease = Json.object();
        lease.putObject("metadata").put("name", name).put("namespace", LEASE_NAMESPACE);
        lease.putObject("spec").put("holderIdentity", name).put("leaseDurationSeconds", 40).put("renewTime", Names.micros(clock.instant()));
        if (cluster.store().find(LEASES, LEASE_NAMESPACE, name).isEmpty()) {
            cluster.create(LEASES, lease);
        }
    }

    /** Begins the heartbeats; they are live only, the past does without. */
    void beat() {
        for (Stored node : cluster.store().all("nodes", "")) {
            if (!silent.contains(node.name())) {
                cluster.edit(LEASES, LEASE_NAMESPACE, node.name(), lease -> {
                    Json.child(lease, "spec").put("renewTime", Names.micros(clock.instant()));
                    return lease;
                });
            }
        }
        agenda.afterMillis(LEASE_MILLIS, this::beat);
    }

    /** Status of each node every five minutes, as kubelets post it without a change. */
    void report() {
        cluster.store().all("nodes", "").stream().filter(node -> !silent.contains(node.name())).forEach(node -> cluster.edit("nodes", "", node.name(), tree -> {
            Json.at(tree, "status", "conditions").forEach(one -> ((ObjectNode) one).put("lastHeartbeatTime", Names.time(clock.instant())));
            return tree;
        }));
        agenda.after(Duration.ofMinutes(5), this::report);
    }

    boolean silent(String node) {
        return silent.contains(node);
    }

    /** The kubelet falls silent: Ready becomes Unknown, taints come, pods count as not ready; later it is back. */
    void fail(String name, Duration length) {
        if (cluster.store().find("nodes", "", name).isEmpty() || !silent.add(name)) {
            return;
        }
        agenda.afterMillis(40_000, () -> {
            cluster.edit("nodes", "", name, node -> {
                Json.at(node, "status", "conditions").forEach(one -> condition(Json.child(node, "status"), Json.text(one, "type"), "Unknown",
                        "NodeStatusUnknown", "Kubelet stopped posting node status.", Names.time(clock.instant())));
                for (String effect : List.of("NoSchedule", "NoExecute")) {
                    Json.child(node, "spec").withArray("taints").addObject().put("key", UNREACHABLE).put("effect", effect).put("timeAdded", Names.time(clock.instant()));
                }
                return node;
            }).ifPresent(node -> recorder.normal("node-controller", node, "NodeNotReady", "Node " + name + " status is now: NodeNotReady"));
            pods(name, false);
        });
        agenda.after(length.plusSeconds(40), () -> recover(name));
    }

    private void recover(String name) {
        silent.remove(name);
        cluster.edit("nodes", "", name, node -> {
            ObjectNode spec = Json.child(node, "spec");
            ArrayNode kept = Json.array();
            spec.path("taints").valueStream().filter(taint -> !Json.text(taint, "key").equals(UNREACHABLE)).forEach(kept::add);
            if (kept.isEmpty()) {
                spec.remove("taints");
            } else {
                spec.set("taints", kept);
            }
            ObjectNode status = Json.child(node, "status");
            String now = Names.time(clock.instant());
            condition(status, "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now);
            condition(status, "DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now);
            condition(status, "PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now);
            condition(status, "Ready", "True", "KubeletReady", "kubelet is posting ready status", now);
            return node;
        }).ifPresent(node -> recorder.normal("kubelet", node, "NodeReady", "Node " + name + " status is now: NodeReady"));
        pods(name, true);
    }

    private void pods(String node, boolean ready) {
        for (Stored pod : cluster.store().all("pods", "")) {
            if (node.equals(pod.field("spec.nodeName")) && !Pods.finished(pod)) {
                cluster.edit("pods", pod.namespace(), pod.name(), tree -> {
                    boolean contained = Json.at(tree, "status", "containerStatuses").valueStream().allMatch(one -> one.path("ready").asBoolean());
                    Pods.condition(Json.child(tree, "status"), "Ready", ready && contained, "", "", Names.time(clock.instant()));
                    return tree;
                });
            }
        }
    }

    /** Takes a node away; its pods go with it. */
    void remove(String name) {
        silent.remove(name);
        for (Stored pod : cluster.store().all("pods", "")) {
            if (name.equals(pod.field("spec.nodeName"))) {
                cluster.delete("pods", pod.namespace(), pod.name(), Deletion.now());
            }
        }
        cluster.find("nodes", "", name).ifPresent(node -> recorder.normal("node-controller", node, "RemovingNode",
                "Node " + name + " event: Removing Node " + name + " from Controller"));
        cluster.delete("nodes", "", name, Deletion.now());
        cluster.delete(LEASES, LEASE_NAMESPACE, name, Deletion.now());
    }

    String address(String node) {
        return cluster.find("nodes", "", node).map(tree -> Json.text(Json.at(tree, "status", "addresses").path(0), "address")).orElse("10.0.0.1");
    }

    String podAddress(String node, boolean host) {
        addresses++;
        return host ? address(node) : "10.244." + numbers.getOrDefault(node, 9) + "." + (addresses % 250 + 3);
    }
}
