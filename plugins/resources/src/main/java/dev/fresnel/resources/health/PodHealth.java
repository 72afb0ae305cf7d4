package dev.fresnel.resources.health;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Pods: the word of {@code kubectl get pods}, and what it leaves out. */
@Component
public final class PodHealth implements HealthSource {
    private static final String STATUS = "Status";
    private static final String CONTAINERS = "/status/containerStatuses";
    private static final String INIT_CONTAINERS = "/status/initContainerStatuses";
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing", "Terminating");
    private static final Set<String> IMAGE = Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");

    @Override
    public Reads reads() {
        return Reads.of(Kind.POD, "/status/phase", "/status/reason", Conditions.FIELD, CONTAINERS, INIT_CONTAINERS).cells(STATUS);
    }

    @Override
    public Health health(KubeObject pod) {
        String word = pod.cell(STATUS);
        String plain = word.startsWith("Init:") ? word.substring("Init:".length()) : word;
        if (STARTING.contains(plain)) {
            return Health.of(State.PROGRESS);
        }
        if (plain.matches("\\d+/\\d+")) {
            return Health.of(State.WAITING); // Init:0/2
        }
        return switch (plain) {
            case "Running" -> running(pod);
            case "NotReady" -> new Health(State.WARNING, notReady(pod));
            case "Completed", "Succeeded" -> Health.of(State.OFF);
            case "Pending", "SchedulingGated" -> pending(pod);
            case "Unknown", "NodeLost" -> new Health(State.UNKNOWN, pod.text("/status/reason").equals("NodeLost") ? "node lost" : "");
            default -> other(pod, plain);
        };
    }

    private static Health running(KubeObject pod) {
        boolean ready = Conditions.of(pod).holding("Ready").isPresent();
        return ready ? Health.FINE : new Health(State.WARNING, notReady(pod));
    }

    /** Which containers are not ready, when that is not all of them. */
    private static String notReady(KubeObject pod) {
        List<Json> all = pod.at(CONTAINERS).items();
        List<String> names = all.stream().filter(container -> !container.get("ready").flag()).map(container -> container.get("name").text()).toList();
        return names.isEmpty() || names.size() == all.size() ? "not ready" : "not ready: " + String.join(", ", names);
    }

    private static Health pending(KubeObject pod) {
        return Conditions.of(pod).failing("PodScheduled")
                .map(condition -> new Health(State.WAITING, condition.reason().equals("Unschedulable") ? "unschedulable" : ""))
                .orElse(Health.of(State.WAITING));
    }

    private static Health other(KubeObject pod, String word) {
        boolean over = pod.text("/status/phase").equals("Succeeded");
        if (over) {
            return Health.of(State.OFF);
        }
        if (IMAGE.contains(word)) {
            return new Health(State.ERROR, waitingFor(pod, word).map(container -> container.get("image").text()).orElse(""));
        }
        return new Health(State.ERROR, word.equals("CrashLoopBackOff") ? lastEnd(pod, word) : exit(pod, word));
    }

    /** How a container ended before it began to wait for its next start: {@code OOMKilled}, {@code exit 1}. */
    private static String lastEnd(KubeObject pod, String word) {
        return waitingFor(pod, word).map(container -> ended(container.at("/lastState/terminated"), word)).orElse("");
    }

    private static String exit(KubeObject pod, String word) {
        return containers(pod)
                .map(container -> container.at("/state/terminated"))
                .filter(ended -> ended.get("reason").text().equals(word))
                .findFirst()
                .map(ended -> ended(ended, word))
                .orElse("");
    }

    private static String ended(Json terminated, String said) {
        var words = new ArrayList<String>();
        String reason = terminated.get("reason").text();
        if (!reason.isEmpty() && !reason.equals(said) && !reason.equals("Error")) {
            words.add(reason);
        }
        long code = terminated.get("exitCode").number(0);
        if (code != 0 && words.isEmpty()) {
            words.add("exit " + code);
        }
        return String.join(", ", words);
    }

    private static Optional<Json> waitingFor(KubeObject pod, String reason) {
        return containers(pod).filter(container -> container.at("/state/waiting/reason").text().equals(reason)).findFirst();
    }

    private static Stream<Json> containers(KubeObject pod) {
        return Stream.concat(pod.at(CONTAINERS).items().stream(), pod.at(INIT_CONTAINERS).items().stream());
    }
}
