package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts jobs when their time has come and tidies up behind them. */
final class CronJobs implements Desk.Controller {
    static final String NAME = "cronjobs.batch";
    private static final String COMPONENT = "cronjob-controller";
    /** Runs further back than this are not played. */
    private static final Duration REMEMBERED = Duration.ofMinutes(35);

    private final Cluster cluster;
    private final Agenda agenda;
    private final Pods pods;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Map<String, Instant> next = new HashMap<>();

    CronJobs(Cluster cluster, Agenda agenda, Pods pods, Recorder recorder, SceneClock clock) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.pods = pods;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode cron = cluster.find(NAME, namespace, name).orElse(null);
        if (cron == null || cron.path("metadata").has("deletionTimestamp")) {
            return;
        }
        List<Stored> jobs = pods.owned(Jobs.NAME, cron);
        active(cron, namespace, name, jobs);
        tidy(cron, namespace, jobs, "Complete", Json.at(cron, "spec", "successfulJobsHistoryLimit").asInt(3));
        tidy(cron, namespace, jobs, "Failed", Json.at(cron, "spec", "failedJobsHistoryLimit").asInt(1));
        plan(cron, namespace, name);
    }

    private void plan(ObjectNode cron, String namespace, String name) {
        String key = namespace + "/" + name;
        Instant due = next.getOrDefault(key, Instant.MIN);
        if (due.isAfter(clock.instant())) {
            return;
        }
        Instant earliest = clock.real().minus(REMEMBERED);
        Instant from = clock.instant().isBefore(earliest) ? earliest : clock.instant();
        Instant following = Schedule.of(Json.text(cron, "spec", "schedule")).after(from);
        if (following.equals(Instant.MAX)) {
            return;
        }
        next.put(key, following);
        agenda.at(following, () -> cluster.find(NAME, namespace, name).filter(now -> !Json.at(now, "spec", "suspend").asBoolean())
                .ifPresentOrElse(now -> start(now, following), () -> next.remove(key)));
        agenda.at(following.plusSeconds(1), () -> reconcile(namespace, name));
    }

    private void start(ObjectNode cron, Instant due) {
        String namespace = Json.text(cron, "metadata", "namespace");
        boolean busy = !Json.at(cron, "status", "active").isEmpty();
        if (busy && "Forbid".equals(Json.text(cron, "spec", "concurrencyPolicy"))) {
            recorder.normal(COMPONENT, cron, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }
        String name = Json.text(cron, "metadata", "name") + "-" + due.getEpochSecond() / 60;
        if (cluster.store().find(Jobs.NAME, namespace, name).isPresent()) {
            return;
        }
        ObjectNode job = Json.object();
        ObjectNode meta = job.putObject("metadata").put("name", name).put("namespace", namespace);
        meta.putObject("annotations").put("batch.kubernetes.io/cronjob-scheduled-timestamp", Names.time(due));
        meta.putArray("ownerReferences").add(Pods.reference(cron));
        job.set("spec", Json.at(cron, "spec", "jobTemplate", "spec").deepCopy());
        cluster.create(Jobs.NAME, job);
        recorder.normal(COMPONENT, cron, "SuccessfulCreate", "Created job " + name);
        cluster.edit(NAME, namespace, Json.text(cron, "metadata", "name"), tree -> {
            Json.child(tree, "status").put("lastScheduleTime", Names.time(due));
            return tree;
        });
    }

    private void active(ObjectNode cron, String namespace, String name, List<Stored> jobs) {
        List<ObjectNode> running = jobs.stream().map(Stored::tree).filter(job -> !Pods.condition(job, "Complete") && !Pods.condition(job, "Failed")).toList();
        String last = jobs.stream().map(job -> Json.text(job.tree(), "status", "completionTime")).max(Comparator.naturalOrder()).orElse("");
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            status.remove("active");
            if (!running.isEmpty()) {
                ArrayNode list = status.putArray("active");
                running.forEach(job -> list.addObject().put("kind", "Job").put("apiVersion", "batch/v1").put("namespace", namespace)
                        .put("name", Json.text(job, "metadata", "name")).put("uid", Json.text(job, "metadata", "uid")));
            }
            if (!last.isEmpty()) {
                status.put("lastSuccessfulTime", last);
            }
            return tree;
        });
    }

    private void tidy(ObjectNode cron, String namespace, List<Stored> jobs, String condition, int keep) {
        List<Stored> done = jobs.stream().filter(job -> !job.deleting() && Pods.condition(job.tree(), condition))
                .sorted(Comparator.comparing(Stored::name)).toList();
        done.stream().limit(Math.max(0, done.size() - keep)).forEach(job -> {
            cluster.delete(Jobs.NAME, namespace, job.name(), Deletion.gracefully());
            recorder.normal(COMPONENT, cron, "SuccessfulDelete", "Deleted job " + job.name());
        });
    }

    /** The five fields of a cron expression, as sets of allowed values. */
    record Schedule(List<java.util.Set<Integer>> fields) {
        private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};
        private static final int YEAR_OF_MINUTES = 366 * 24 * 60;

        static Schedule of(String text) {
            String spelled = Map.of("@hourly", "0 * * * *", "@daily", "0 0 * * *", "@weekly", "0 0 * * 0", "@monthly", "0 0 1 * *").getOrDefault(text, text);
            String[] parts = spelled.trim().split("\\s+");
            List<java.util.Set<Integer>> fields = new java.util.ArrayList<>();
            for (int i = 0; i < RANGES.length; i++) {
                fields.add(field(i < parts.length ? parts[i] : "", RANGES[i][0], RANGES[i][1]));
            }
            return new Schedule(fields);
        }

        private static java.util.Set<Integer> field(String text, int low, int high) {
            java.util.Set<Integer> values = new java.util.TreeSet<>();
            for (String part : text.split(",")) {
                java.util.regex.Matcher match = java.util.regex.Pattern.compile("(\\*|\\d+)(?:-(\\d+))?(?:/(\\d+))?").matcher(part);
                if (match.matches()) {
                    int from = match.group(1).equals("*") ? low : Integer.parseInt(match.group(1));
                    int to = match.group(2) != null ? Integer.parseInt(match.group(2)) : match.group(1).equals("*") || match.group(3) != null ? high : from;
                    int step = match.group(3) == null ? 1 : Math.max(1, Integer.parseInt(match.group(3)));
                    for (int value = from; value <= to; value += step) {
                        values.add(value > high ? value % 7 : value);
                    }
                }
            }
            return values;
        }

        /** The next time after an instant, or {@link Instant#MAX} when there is none within a year. */
        Instant after(Instant instant) {
            ZonedDateTime time = instant.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            for (int i = 0; i < YEAR_OF_MINUTES; i++, time = time.plusMinutes(1)) {
                boolean day = fields.get(2).contains(time.getDayOfMonth()) && fields.get(3).contains(time.getMonthValue())
                        && fields.get(4).contains(time.getDayOfWeek().getValue() % 7);
                if (!day) {
                    time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1).minusMinutes(1);
                    i += 24 * 60 - 1;
                } else if (fields.get(0).contains(time.getMinute()) && fields.get(1).contains(time.getHour())) {
                    return time.toInstant();
                }
            }
            return Instant.MAX;
        }
    }
}
