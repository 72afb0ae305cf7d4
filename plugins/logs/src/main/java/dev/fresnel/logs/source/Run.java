package dev.fresnel.logs.source;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod's status says of one container.
 *
 * @param phase of the container
 * @param restarts how often it began again: names the run
 * @param reason of waiting or of the end
 * @param exit code of the end, else of the end of the run before; -1 = none
 * @param message of it
 */
record Run(String container, Phase phase, long restarts, String reason, long exit, String message) {
    enum Phase {
        WAITING,
        RUNNING,
        ENDED
    }

    boolean started() {
        return phase != Phase.WAITING || restarts > 0;
    }

    /** All containers of a pod, in the order in which they run; those that have no status yet wait. */
    static List<Run> of(KubeObject pod) {
        var runs = new ArrayList<Run>();
        add(runs, pod, "/spec/initContainers", "/status/initContainerStatuses");
        add(runs, pod, "/spec/containers", "/status/containerStatuses");
        add(runs, pod, "/spec/ephemeralContainers", "/status/ephemeralContainerStatuses");
        return runs;
    }

    private static void add(List<Run> runs, KubeObject pod, String spec, String statuses) {
        List<Json> told = pod.at(statuses).items();
        for (Json container : pod.at(spec).items()) {
            String name = container.get("name").text();
            runs.add(told.stream().filter(status -> status.get("name").text().equals(name)).findFirst().map(status -> of(name, status))
                    .orElseGet(() -> new Run(name, Phase.WAITING, 0, "", -1, "")));
        }
    }

    private static Run of(String name, Json status) {
        Json ended = status.at("/state/terminated");
        Json waits = status.at("/state/waiting");
        Json before = status.at("/lastState/terminated");
        Phase phase = ended.present() ? Phase.ENDED : status.at("/state/running").present() ? Phase.RUNNING : Phase.WAITING;
        Json end = ended.present() ? ended : before;
        String reason = ended.present() ? ended.get("reason").text() : waits.get("reason").text();
        return new Run(name, phase, status.get("restartCount").number(0), reason, end.get("exitCode").number(-1), waits.get("message").text());
    }
}
