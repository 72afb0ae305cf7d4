package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Answer;
import dev.fresnel.resources.health.DaemonSetHealth;
import dev.fresnel.resources.health.DeploymentHealth;
import dev.fresnel.resources.health.JobHealth;
import dev.fresnel.resources.health.Kinds;
import dev.fresnel.resources.health.StatefulSetHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workloads that are not as they should be, worst first.
 *
 * @param lacks why a kind is not in it, by {@code resource.group}
 */
record Workloads(Map<String, Lack> lacks, int total, int failing, List<Failing> worst) {
    private static final int MOST = 8;

    /**
     * One of them.
     *
     * @param state {@code error} or {@code warning}
     * @param ready {@code 1/3}
     */
    record Failing(Thing workload, String state, String ready, String why, long since) {}

    private record Judge(Kind kind, HealthSource health, String ready, String wanted) {}

    private static final List<Judge> JUDGES = List.of(
            new Judge(Kinds.DEPLOYMENT, new DeploymentHealth(), "/status/readyReplicas", "/spec/replicas"),
            new Judge(Kinds.STATEFUL_SET, new StatefulSetHealth(), "/status/readyReplicas", "/spec/replicas"),
            new Judge(Kinds.DAEMON_SET, new DaemonSetHealth(), "/status/numberReady", "/status/desiredNumberScheduled"),
            new Judge(Kinds.JOB, new JobHealth(), "/status/succeeded", "/spec/completions"));

    static Workloads of(Seen seen) {
        var lacks = new LinkedHashMap<String, Lack>();
        var failing = new ArrayList<Failing>();
        int total = 0;
        for (Judge judge : JUDGES) {
            var answer = seen.list(judge.kind());
            Lack.of(answer).ifPresent(lack -> lacks.put(judge.kind().id(), lack));
            if (answer instanceof Answer.Known<List<KubeObject>> known) {
                total += known.value().size();
                known.value().forEach(object -> failing(judge, object).ifPresent(failing::add));
            }
        }
        failing.sort(Comparator.comparing(Failing::state).thenComparing(Failing::ready).thenComparing(one -> one.workload().namespace() + "/" + one.workload().name()));
        return new Workloads(lacks, total, failing.size(), failing.stream().limit(MOST).toList());
    }

    private static Optional<Failing> failing(Judge judge, KubeObject object) {
        Health health = judge.health().health(object);
        if (health.state() != State.ERROR && health.state() != State.WARNING) {
            return Optional.empty();
        }
        String ready = object.at(judge.ready()).number(0) + "/" + object.at(judge.wanted()).number(1);
        return Optional.of(new Failing(Thing.of(object), health.state().word(), ready, health.reason(), since(object)));
    }

    /** When a condition of it changed last; else when it was made. */
    private static long since(KubeObject object) {
        return object.at("/status/conditions").items().stream()
                .map(one -> one.get("lastTransitionTime").text())
                .filter(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                .mapToLong(text -> java.time.Instant.parse(text).toEpochMilli())
                .max()
                .orElse(object.created().toEpochMilli());
    }
}
