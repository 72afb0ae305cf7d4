package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import org.osgi.service.component.annotations.Component;

/** Lets a CronJob start Jobs again, or a Job its pods. */
@Component
@ActionType(id = "unsuspend", title = "action.unsuspend", kinds = {"cronjobs.batch", "jobs.batch"}, needs = "patch", level = Level.CHANGE, order = 31)
public final class Unsuspend implements Action {
    @Override
    public Plan plan(Selection selection) {
        return new Flag("suspend", false, false, "action.unsuspend.reason")
                .plan(selection, Kubectl.each("patch", selection.objects(), "--type=merge", "-p", "{\"spec\":{\"suspend\":false}}"));
    }
}
