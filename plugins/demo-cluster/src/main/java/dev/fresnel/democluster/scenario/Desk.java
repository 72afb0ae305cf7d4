package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.democluster.server.Change;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Turns changes of objects into work for controllers: each object that needs a look stands in the queue once. */
final class Desk {
    private static final Map<String, String> OWNERS = Map.of("ReplicaSet", "replicasets.apps", "Deployment", "deployments.apps",
            "StatefulSet", "statefulsets.apps", "DaemonSet", "daemonsets.apps", "Job", "jobs.batch", "CronJob", "cronjobs.batch",
            "ScaledJob", "scaledjobs.keda.sh");

    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Set<Key> waiting = new LinkedHashSet<>();
    private final Set<Key> later = new LinkedHashSet<>();
    private Set<String> putOff = Set.of();
    private final Map<String, Controller> controllers = new HashMap<>();
    private final Cluster cluster;

    /** Brings one object, which may be gone, closer to what it should be. */
    interface Controller {
        void reconcile(String namespace, String name);
    }

    private record Key(String controller, String namespace, String name) {}

    Desk(Cluster cluster) {
        this.cluster = cluster;
        cluster.store().listen(changes::add);
    }

    void register(String resource, Controller controller) {
        controllers.put(resource, controller);
    }

    void ask(String resource, String namespace, String name) {
        (putOff.contains(resource) ? later : waiting).add(new Key(resource, namespace, name));
    }

    /** Leaves the work on some resources until {@link #catchUp}: what only follows from others need not follow step by step. */
    void putOff(Set<String> resources) {
        putOff = resources;
    }

    void catchUp() {
        putOff = Set.of();
        waiting.addAll(later);
        later.clear();
    }

    void askAll(String resource, String namespace) {
        cluster.store().all(resource, namespace).forEach(one -> ask(resource, one.namespace(), one.name()));
    }

    /** Does one piece of work; false when there is none. */
    boolean workOnce() {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            route(change);
        }
        if (waiting.isEmpty()) {
            return false;
        }
        Key next = waiting.iterator().next();
        waiting.remove(next);
        Controller controller = controllers.get(next.controller());
        if (controller != null) {
            controller.reconcile(next.namespace(), next.name());
        }
        return true;
    }

    private void route(Change change) {
        Stored object = change.object();
        ask(object.resource(), object.namespace(), object.name());
        switch (object.resource()) {
            case "pods" -> {
                owner(object);
                neighbours(object, change);
            }
            case "replicasets.apps", "jobs.batch" -> owner(object);
            case "nodes" -> node(change);
            case "persistentvolumeclaims" -> waitingPods(object.namespace());
            default -> { }
        }
    }

    private void owner(Stored object) {
        String owner = object.field("owner");
        int cut = owner.indexOf('/');
        String resource = cut < 0 ? null : OWNERS.get(owner.substring(0, cut));
        if (resource != null) {
            ask(resource, object.namespace(), owner.substring(cut + 1));
        }
    }

    private void neighbours(Stored pod, Change change) {
        boolean ended = change.type() == Change.Type.DELETED;
        for (String resource : new String[] {Services.NAME, Budgets.NAME, Quotas.NAME}) {
            cluster.store().all(resource, pod.namespace()).forEach(one -> ask(resource, one.namespace(), one.name()));
        }
        if (ended) {
            askPending();
        }
    }

    private void node(Change change) {
        boolean same = change.before().map(before -> before.fields().equals(change.object().fields())
                && before.labels().equals(change.object().labels()) && taints(before).equals(taints(change.object()))).orElse(false);
        if (!same) {
            askAll("daemonsets.apps", "");
            askPending();
        }
    }

    private static String taints(Stored node) {
        JsonNode tree = node.tree();
        String ready = Json.at(tree, "status", "conditions").valueStream().filter(one -> Json.text(one, "type").equals("Ready"))
                .map(one -> Json.text(one, "status")).findFirst().orElse("");
        return Json.at(tree, "spec", "taints").toString().toLowerCase(Locale.ROOT) + ready;
    }

    /** Pods without a node get another look. */
    void askPending() {
        cluster.store().all("pods", "").stream().filter(pod -> pod.field("spec.nodeName").isEmpty())
                .forEach(pod -> ask("pods", pod.namespace(), pod.name()));
    }

    private void waitingPods(String namespace) {
        cluster.store().all("pods", namespace).stream().filter(pod -> "Pending".equals(pod.field("status.phase")))
                .forEach(pod -> ask("pods", pod.namespace(), pod.name()));
    }
}
