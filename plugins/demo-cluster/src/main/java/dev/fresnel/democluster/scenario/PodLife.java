package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The kubelets: takes pods from bound to running to gone, with what their images do on the way. */
final class PodLife implements Desk.Controller {
    private static final long LONGEST_BACKOFF = 300;

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Images images;
    private final Nodes nodes;
    private final Volumes volumes;
    private final Scheduler scheduler;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> ending = new HashSet<>();

    PodLife(Cluster cluster, Agenda agenda, Recorder recorder, SceneClock clock, Images images, Nodes nodes, Volumes volumes, Scheduler scheduler) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
        this.clock = clock;
        this.images = images;
        this.nodes = nodes;
        this.volumes = volumes;
        this.scheduler = scheduler;
    }

    @Override
    public void reconcile(String namespace, String name) {
        Stored stored = cluster.store().find("pods", namespace, name).orElse(null);
        if (stored == null) {
            forget();
            return;
        }
        if (stored.deleting()) {
            end(stored);
        } else if (stored.field("spec.nodeName").isEmpty()) {
            scheduler.place(stored.tree());
        } else if (!taken.contains(stored.uid()) && !Pods.finished(stored)) {
            take(stored.tree());
        }
    }

    /** Pods that went without a goodbye must not be remembered for ever. */
    private void forget() {
        if (taken.size() > 2000 && taken.size() > 4 * cluster.store().all("pods", "").size()) {
            taken.retainAll(cluster.store().all("pods", "").stream().map(Stored::uid).collect(java.util.stream.Collectors.toSet()));
        }
    }

    private void take(ObjectNode pod) {
        if (!volumes.bound(pod)) {
            return;
        }
        taken.add(uid(pod));
        if (uneventful(pod)) {
            agenda.afterMillis(3500, () -> alive(pod, this::startAtOnce));
            return;
        }
        change(pod, status -> {
            status.statuses(true);
            status.statuses(false);
        });
        agenda.afterMillis(300 + cluster.names().below(900), () -> alive(pod, this::pull));
    }

    /** A pod of the distant past that nothing happened to: its start need not be played in steps. */
    private boolean uneventful(ObjectNode pod) {
        boolean calm = Json.at(pod, "spec", "containers").valueStream().map(container -> images.of(Json.text(container, "image")))
                .allMatch(image -> !image.missing() && image.crash() == 0 && image.oom() == 0);
        return clock.playing() && calm && "Always".equals(Json.text(pod, "spec", "restartPolicy"))
                && clock.instant().plusSeconds(3600).isBefore(clock.real());
    }

    private void startAtOnce(ObjectNode pod) {
        address(pod, status -> {
            for (JsonNode container : status.statuses(true)) {
                status.running((ObjectNode) container, id(), false);
                status.ended((ObjectNode) container, "Completed", 0);
                ((ObjectNode) container).put("ready", true);
            }
            status.statuses(false).forEach(container -> status.running((ObjectNode) container, id(), true));
        });
    }

    private void pull(ObjectNode pod) {
        String node = Json.text(pod, "spec", "nodeName");
        for (JsonNode container : Json.at(pod, "spec", "containers")) {
            String image = Json.text(container, "image");
            if (images.of(image).missing()) {
                pullFailed(pod, Json.text(container, "name"), image, 10);
                return;
            }
            say(node, pod, container, "Normal", "Pulling", "Pulling image \"" + image + "\"");
        }
        long millis = 400 + cluster.names().below(1800);
        agenda.afterMillis(millis, () -> alive(pod, now -> {
            for (JsonNode container : Json.at(now, "spec", "containers")) {
                say(node, now, container, "Normal", "Pulled", "Successfully pulled image \"" + Json.text(container, "image") + "\" in " + millis
                        + "ms (" + millis + "ms including waiting). Image size: " + (20_000_000 + millis * 31_337) + " bytes.");
            }
            initialize(now, 0);
        }));
    }

    private void pullFailed(ObjectNode pod, String container, String image, long wait) {
        String node = Json.text(pod, "spec", "nodeName");
        String why = "failed to pull and unpack image \"" + image + "\": failed to resolve reference \"" + image + "\": " + image + ": not found";
        JsonNode named = Json.object().put("name", container);
        say(node, pod, named, "Normal", "Pulling", "Pulling image \"" + image + "\"");
        say(node, pod, named, "Warning", "Failed", "Failed to pull image \"" + image + "\": rpc error: code = NotFound desc = " + why);
        say(node, pod, named, "Warning", "Failed", "Error: ErrImagePull");
        change(pod, status -> status.waiting(status.container(container), "ErrImagePull", "rpc error: code = NotFound desc = " + why));
        agenda.afterMillis(12_000, () -> alive(pod, now -> {
            say(node, now, named, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
            say(node, now, named, "Warning", "Failed", "Error: ImagePullBackOff");
            change(now, status -> status.waiting(status.container(container), "ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: " + why));
        }));
        agenda.afterMillis(wait * 1000 + 13_000, () -> alive(pod, now -> pullFailed(now, container, image, Math.min(LONGEST_BACKOFF, wait * 2))));
    }

    private void initialize(ObjectNode pod, int index) {
        JsonNode containers = Json.at(pod, "spec", "initContainers");
        if (index == 0) {
            address(pod, status -> { });
        }
        if (index >= containers.size()) {
            Json.at(pod, "spec", "containers").forEach(container -> start(pod, Json.text(container, "name")));
            return;
        }
        String name = Json.text(containers.get(index), "name");
        change(pod, status -> status.running(status.container(name), id(), false));
        say(Json.text(pod, "spec", "nodeName"), pod, containers.get(index), "Normal", "Started", "Container started");
        agenda.afterMillis(1200, () -> alive(pod, now -> {
            change(now, status -> {
                ObjectNode container = status.container(name);
                status.ended(container, "Completed", 0);
                container.put("ready", true);
            });
            initialize(now, index + 1);
        }));
    }

    private void address(ObjectNode pod, Consumer<PodStatus> work) {
        String address = nodes.podAddress(Json.text(pod, "spec", "nodeName"), Json.at(pod, "spec", "hostNetwork").asBoolean());
        change(pod, status -> {
            status.address(address);
            work.accept(status);
        });
    }

    private void start(ObjectNode pod, String name) {
        String node = Json.text(pod, "spec", "nodeName");
        JsonNode named = Json.object().put("name", name);
        Images.Behaviour behaviour = images.of(image(pod, name));
        boolean job = !"Always".equals(Json.text(pod, "spec", "restartPolicy"));
        String id = id();
        change(pod, status -> {
            ObjectNode container = status.container(name);
            status.remember(container);
            status.running(container, id, false);
        });
        say(node, pod, named, "Normal", "Created", "Container created");
        say(node, pod, named, "Normal", "Started", "Container started");
        agenda.afterMillis(behaviour.ready() * 1000L + cluster.names().below(600), () -> run(pod, name, id, status -> {
            ObjectNode container = status.container(name);
            container.put("ready", Json.at(container, "state", "running").isObject());
        }));
        if (behaviour.crash() > 0) {
            agenda.afterMillis(behaviour.crash() * 1000L, () -> stop(pod, name, id, "Error", Math.max(1, behaviour.exit())));
        } else if (behaviour.oom() > 0) {
            agenda.afterMillis(behaviour.oom() * 1000L, () -> stop(pod, name, id, "OOMKilled", 137));
        } else if (job && behaviour.runs() > 0) {
            long millis = behaviour.runs() * 1000L + cluster.names().below(behaviour.runs() * 500 + 1);
            agenda.afterMillis(millis, () -> stop(pod, name, id, behaviour.exit() == 0 ? "Completed" : "Error", behaviour.exit()));
        }
    }

    private static String image(JsonNode pod, String container) {
        return Json.at(pod, "spec", "containers").valueStream().filter(one -> Json.text(one, "name").equals(container))
                .map(one -> Json.text(one, "image")).findFirst().orElse("");
    }

    /** A change to the run with this id, unless it is over. */
    private void run(ObjectNode pod, String name, String id, Consumer<PodStatus> work) {
        alive(pod, now -> {
            String current = Json.text(new PodStatus(now, "").container(name), "containerID");
            if (current.endsWith(id)) {
                change(now, work);
            }
        });
    }

    private void stop(ObjectNode pod, String name, String id, String reason, int code) {
        run(pod, name, id, status -> {
            ObjectNode container = status.container(name);
            if (Json.at(container, "state", "running").isObject()) {
                status.ended(container, reason, code);
            }
        });
        alive(pod, now -> {
            ObjectNode container = new PodStatus(now, "").container(name);
            String policy = Json.text(now, "spec", "restartPolicy");
            boolean again = policy.equals("Always") || policy.equals("OnFailure") && code != 0;
            if (again && Json.text(container, "state", "terminated", "containerID").endsWith(id)) {
                restart(now, name, id, container.path("restartCount").asInt());
            }
        });
    }

    private void restart(ObjectNode pod, String name, String id, int restarts) {
        long wait = Math.min(LONGEST_BACKOFF, 10L << Math.min(restarts, 8));
        if (restarts == 0) {
            agenda.afterMillis(1000, () -> again(pod, name, id));
            return;
        }
        String words = "back-off " + (wait >= LONGEST_BACKOFF ? "5m0s" : wait >= 60 ? wait / 60 + "m" + wait % 60 + "s" : wait + "s") + " restarting failed container=" + name
                + " pod=" + Json.text(pod, "metadata", "name") + "_" + Json.text(pod, "metadata", "namespace") + "(" + uid(pod) + ")";
        agenda.afterMillis(1500, () -> run(pod, name, id, status -> status.backingOff(status.container(name), words)));
        say(Json.text(pod, "spec", "nodeName"), pod, Json.object().put("name", name), "Warning", "BackOff",
                "Back-off restarting failed container " + name + " in pod " + Json.text(pod, "metadata", "name") + "_"
                        + Json.text(pod, "metadata", "namespace") + "(" + uid(pod) + ")");
        agenda.afterMillis(1500 + wait * 1000, () -> again(pod, name, id));
    }

    private void again(ObjectNode pod, String name, String id) {
        run(pod, name, id, status -> {
            ObjectNode container = status.container(name);
            container.put("restartCount", container.path("restartCount").asInt() + 1);
        });
        alive(pod, now -> {
            if (Json.text(new PodStatus(now, "").container(name), "containerID").endsWith(id)) {
                say(Json.text(now, "spec", "nodeName"), now, Json.object().put("name", name), "Normal", "Pulled",
                        "Container image \"" + image(now, name) + "\" already present on machine");
                start(now, name);
            }
        });
    }

    private void end(Stored pod) {
        if (!ending.add(pod.uid())) {
            return;
        }
        ObjectNode tree = pod.tree();
        long grace = Json.at(tree, "metadata", "deletionGracePeriodSeconds").asLong(0);
        String node = Json.text(tree, "spec", "nodeName");
        Json.at(tree, "spec", "containers").forEach(container -> say(node, tree, container, "Normal", "Killing", "Stopping container " + Json.text(container, "name")));
        agenda.afterMillis(Math.min(grace * 1000, 700 + cluster.names().below(1800)), () -> {
            taken.remove(pod.uid());
            ending.remove(pod.uid());
            cluster.store().find("pods", pod.namespace(), pod.name()).filter(now -> now.uid().equals(pod.uid()))
                    .ifPresent(now -> cluster.delete("pods", pod.namespace(), pod.name(), Deletion.now()));
        });
    }

    /** Goes on with a pod as it is now; a pod that is gone ends here, one on a silent node waits. */
    private void alive(ObjectNode pod, Consumer<ObjectNode> work) {
        cluster.find("pods", Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"))
                .filter(now -> uid(now).equals(uid(pod)) && !now.path("metadata").has("deletionTimestamp")).ifPresentOrElse(now -> {
                    if (nodes.silent(Json.text(now, "spec", "nodeName"))) {
                        agenda.afterMillis(5000, () -> alive(pod, work));
                    } else {
                        work.accept(now);
                    }
                }, () -> taken.remove(uid(pod)));
    }

    private void change(ObjectNode pod, Consumer<PodStatus> work) {
        edit(pod, tree -> {
            PodStatus status = new PodStatus(tree, Names.time(clock.instant()));
            ObjectNode raw = Json.child(tree, "status");
            if (!raw.has("startTime")) {
                String host = nodes.address(Json.text(tree, "spec", "nodeName"));
                raw.put("startTime", Names.time(clock.instant())).put("hostIP", host).putArray("hostIPs").addObject().put("ip", host);
            }
            work.accept(status);
            status.settle();
        });
    }

    private void edit(ObjectNode pod, Consumer<ObjectNode> work) {
        cluster.edit("pods", Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"), tree -> {
            if (uid(tree).equals(uid(pod))) {
                work.accept(tree);
            }
            return tree;
        });
    }

    private void say(String node, JsonNode pod, JsonNode container, String type, String reason, String message) {
        recorder.kubelet(node, pod, Json.text(container, "name"), type, reason, message);
    }

    private String id() {
        return (cluster.names().uid() + cluster.names().uid()).replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String uid(JsonNode object) {
        return Json.text(object, "metadata", "uid");
    }
}
