package dev.fresnel.resources.overview;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Answer;
import dev.fresnel.resources.health.PodHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pods that fail, and those that wait for a place.
 *
 * @param words how many by kubectl's word, of the failing ones
 * @param pending oldest first, {@value #MOST} at most
 */
record Pods(Optional<Lack> lack, int total, int failing, Map<String, Integer> words, int waiting, List<Pending> pending) {
    private static final int MOST = 8;
    private static final PodHealth HEALTH = new PodHealth();

    /**
     * One that waits.
     *
     * @param reason {@code Unschedulable}, or what its containers wait for
     * @param since epoch milliseconds
     */
    record Pending(Thing pod, String reason, String message, long since) {}

    static Pods of(Answer<List<KubeObject>> answer) {
        if (!(answer instanceof Answer.Known<List<KubeObject>> known)) {
            return new Pods(Lack.of(answer), 0, 0, Map.of(), 0, List.of());
        }
        var words = new TreeMap<String, Integer>();
        var pending = new ArrayList<Pending>();
        int failing = 0;
        for (KubeObject pod : known.value()) {
            Health health = HEALTH.health(pod);
            if (health.state() == State.ERROR) {
                failing++;
                words.merge(pod.cell("Status"), 1, Integer::sum);
            } else if (health.state() == State.WAITING) {
                pending.add(waits(pod));
            }
        }
        pending.sort(Comparator.comparingLong(Pending::since));
        return new Pods(Optional.empty(), known.value().size(), failing, words, pending.size(), pending.stream().limit(MOST).toList());
    }

    private static Pending waits(KubeObject pod) {
        Optional<Json> place = pod.at("/status/conditions").items().stream()
                .filter(one -> one.get("type").text().equals("PodScheduled") && one.get("status").text().equals("False"))
                .findFirst();
        String reason = place.map(one -> one.get("reason").text()).filter(text -> !text.isEmpty()).orElse(pod.cell("Status"));
        return new Pending(Thing.of(pod), reason, place.map(one -> one.get("message").text()).orElse(""), pod.created().toEpochMilli());
    }
}
