package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.util.List;

/** Runs the pods of a job until enough of them succeeded or too many failed. */
final class Jobs implements Desk.Controller {
    static final String NAME = "jobs.batch";
    private static final String COMPONENT = "job-controller";

    private final Cluster cluster;
    private final Agenda agenda;
    private final Pods pods;
    private final Recorder recorder;
    private final SceneClock clock;

    Jobs(Cluster cluster, Agenda agenda, Pods pods, Recorder recorder, SceneClock clock) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.pods = pods;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode job = cluster.find(NAME, namespace, name).orElse(null);
        if (job == null || job.path("metadata").has("deletionTimestamp") || Pods.condition(job, "Complete") || Pods.condition(job, "Failed")) {
            return;
        }
        boolean suspended = Json.at(job, "spec", "suspend").asBoolean();
        List<Stored> all = pods.of(job);
        long succeeded = all.stream().filter(pod -> "Succeeded".equals(pod.field("status.phase"))).count();
        long failed = all.stream().filter(pod -> "Failed".equals(pod.field("status.phase"))).count();
        List<Stored> active = pods.alive(job);
        int wanted = Json.at(job, "spec", "completions").asInt(1);
        boolean over = failed > Json.at(job, "spec", "backoffLimit").asInt(6);
        if (succeeded < wanted && !over && !suspended) {
            long missing = Math.min(wanted - succeeded, Json.at(job, "spec", "parallelism").asInt(1)) - active.size();
            for (int i = 0; i < missing; i++) {
                pods.make(job, COMPONENT, "", (ObjectNode) job.path("spec").path("template"));
            }
        } else if (suspended || over) {
            active.forEach(pod -> cluster.delete("pods", namespace, pod.name(), Deletion.gracefully()));
        }
        ObjectNode after = status(job, suspended, succeeded, failed, succeeded >= wanted, over);
        finish(job, after);
    }

    private ObjectNode status(ObjectNode job, boolean suspended, long succeeded, long failed, boolean complete, boolean over) {
        String now = Names.time(clock.instant());
        List<Stored> active = pods.alive(job);
        long ready = active.stream().filter(Pods::ready).count();
        return cluster.edit(NAME, Json.text(job, "metadata", "namespace"), Json.text(job, "metadata", "name"), tree -> {
            ObjectNode status = Json.child(tree, "status");
            if (!suspended && !status.has("startTime")) {
                status.put("startTime", now);
            }
            Counts.set(status, "active", complete || over ? 0 : active.size());
            Counts.set(status, "succeeded", succeeded);
            Counts.set(status, "failed", failed);
            status.put("ready", ready).put("terminating", 0).putObject("uncountedTerminatedPods");
            if (suspended) {
                Pods.condition(status, "Suspended", true, "JobSuspended", "Job suspended", now);
            }
            if (complete) {
                Pods.condition(status, "SuccessCriteriaMet", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
                Pods.condition(status, "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
                status.put("completionTime", now);
            } else if (over) {
                Pods.condition(status, "FailureTarget", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
                Pods.condition(status, "Failed", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
            }
            return tree;
        }).orElse(job);
    }

    private void finish(ObjectNode job, ObjectNode after) {
        boolean complete = Pods.condition(after, "Complete");
        if (complete) {
            recorder.normal(COMPONENT, job, "Completed", "Job completed");
        } else if (Pods.condition(after, "Failed")) {
            recorder.warning(COMPONENT, job, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else {
            return;
        }
        if (after.path("spec").has("ttlSecondsAfterFinished")) {
            String uid = Json.text(job, "metadata", "uid");
            String namespace = Json.text(job, "metadata", "namespace");
            String name = Json.text(job, "metadata", "name");
            agenda.after(Duration.ofSeconds(Json.at(after, "spec", "ttlSecondsAfterFinished").asLong()), () -> cluster.store().find(NAME, namespace, name)
                    .filter(one -> one.uid().equals(uid)).ifPresent(one -> cluster.delete(NAME, namespace, name, Deletion.gracefully())));
        }
    }
}
