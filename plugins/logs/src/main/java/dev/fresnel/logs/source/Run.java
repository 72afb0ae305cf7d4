package dev.fresnel.logs.source;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.logs.line.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod's status says of one container.
 *
 * @param phase of the container
 * @param restarts how often it began again: names the run
 * @param reason of waiting or of the end
 * @param end of it, else of the run before
 * @param initial it has to end before the others begin
 */
record Run(String container, Phase phase, long restarts, String reason, End end, boolean initial) {
    /**
     * How a run ended.
     *
     * @param exit its code; -1 = it has not ended
     * @param why {@code Completed}, {@code Error}, {@code OOMKilled}…
     * @param at nanoseconds since 1970, to the second; 0 = not known
     */
    record End(long exit, String why, long at) {
        static final End NONE = new End(-1, "", 0);

        private static End of(Json terminated) {
            return terminated.present()
                    ? new End(terminated.get("exitCode").number(-1), terminated.get("reason").text(), nanos(terminated.get("finishedAt").text()))
                    : NONE;
        }

        private static long nanos(String time) {
            byte[] text = time.getBytes(StandardCharsets.UTF_8);
            return Math.max(0, Stamp.parse(text, 0, text.length));
        }
    }

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
        add(runs, pod, "/spec/initContainers", "/status/initContainerStatuses", true);
        add(runs, pod, "/spec/containers", "/status/containerStatuses", false);
        add(runs, pod, "/spec/ephemeralContainers", "/status/ephemeralContainerStatuses", false);
        return runs;
    }

    private static void add(List<Run> runs, KubeObject pod, String spec, String statuses, boolean initial) {
        List<Json> told = pod.at(statuses).items();
        for (Json container : pod.at(spec).items()) {
            String name = container.get("name").text();
            runs.add(told.stream().filter(status -> status.get("name").text().equals(name)).findFirst().map(status -> of(name, status, initial))
                    .orElseGet(() -> new Run(name, Phase.WAITING, 0, "", End.NONE, initial)));
        }
    }

    private static Run of(String name, Json status, boolean initial) {
        Json ended = status.at("/state/terminated");
        Json waits = status.at("/state/waiting");
        Phase phase = ended.present() ? Phase.ENDED : status.at("/state/running").present() ? Phase.RUNNING : Phase.WAITING;
        End end = End.of(ended.present() ? ended : status.at("/lastState/terminated"));
        String reason = ended.present() ? ended.get("reason").text() : waits.get("reason").text();
        return new Run(name, phase, status.get("restartCount").number(0), reason, end, initial);
    }
}
