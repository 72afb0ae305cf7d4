package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Starts a Job from a CronJob's template now, as {@code kubectl create job --from}. */
@Component
@ActionType(id = "trigger", title = "action.trigger", kinds = "cronjobs.batch", needs = "create:jobs.batch", most = 50, input = Trigger.Input.class, order = 10)
public final class Trigger implements Action {
    private static final Kind JOB = new Kind("batch", "v1", "jobs", "Job", true);
    private static final int LONGEST = 63;

    record Input(@Setting(title = "action.trigger.name", help = "action.trigger.name.help", max = LONGEST, pattern = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?") String name) {}

    @Override
    public Plan plan(Selection selection) {
        String named = selection.input(Input.class).name();
        if (!named.isEmpty() && selection.objects().size() > 1) {
            throw Refusal.of("RESOURCES_TRIGGER_NAME", "One name cannot be given to several Jobs: leave it empty.");
        }
        String suffix = "-" + Long.toString(selection.at().getEpochSecond(), 36);
        List<ObjectRef> jobs = selection.objects().stream().map(cron -> named.isEmpty() ? job(cron, shortened(cron.ref().name(), suffix)) : job(cron, named)).toList();
        var commands = selection.objects().stream().map(cron -> command(cron, named.isEmpty() ? shortened(cron.ref().name(), suffix) : named)).toList();
        var crons = selection.objects().iterator();
        return Plan.each(jobs, job -> Change.of(job, new Write.Create(body(crons.next())), Message.of("action.trigger.reason"))).commands(commands);
    }

    private static String shortened(String name, String suffix) {
        return name.substring(0, Math.min(name.length(), LONGEST - suffix.length())).replaceAll("[.-]+$", "") + suffix;
    }

    private static ObjectRef job(KubeObject cron, String name) {
        return new ObjectRef(cron.ref().cluster(), JOB, cron.ref().namespace(), name);
    }

    private static String command(KubeObject cron, String name) {
        return "kubectl create job " + name + " --from=cronjob/" + cron.ref().name() + Kubectl.place(cron.ref().namespace());
    }

    private static Map<String, Object> body(KubeObject cron) {
        var annotations = new LinkedHashMap<String, Object>(Map.of("cronjob.kubernetes.io/instantiate", "manual"));
        Json given = cron.at("/spec/jobTemplate/metadata/annotations");
        given.names().forEach(name -> annotations.put(name, given.get(name)));
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("annotations", annotations);
        Json labels = cron.at("/spec/jobTemplate/metadata/labels");
        if (labels.present()) {
            metadata.put("labels", labels);
        }
        metadata.put("ownerReferences", List.of(Map.of("apiVersion", "batch/v1", "kind", "CronJob", "name", cron.ref().name(), "uid", cron.uid(), "controller", true)));
        return Map.of("metadata", metadata, "spec", cron.at("/spec/jobTemplate/spec"));
    }
}
