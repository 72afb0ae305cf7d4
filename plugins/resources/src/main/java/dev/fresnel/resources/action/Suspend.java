package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Stops a CronJob from starting Jobs; of a Job, ends its pods. */
@Component
@ActionType(id = "suspend", title = "action.suspend", kinds = {"cronjobs.batch", "jobs.batch"}, needs = "patch", level = Level.DISRUPTIVE, order = 30)
public final class Suspend implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("suspend", true, false, "action.suspend.reason")
                .plan(selection, Kubectl.each("patch", selection.objects(), "--type=merge", "-p", "{\"spec\":{\"suspend\":true}}"));
    }
}
