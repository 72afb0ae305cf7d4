package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.settings.Setting;
import org.osgi.service.component.annotations.Component;

/** Approves requests to sign a certificate. */
@Component
@ActionType(
        id = "approve", title = "action.approve", kinds = "certificatesigningrequests.certificates.k8s.io", needs = "patch:/approval",
        level = Level.CHANGE, input = Approve.Input.class, order = 10)
public final class Approve implements Action {
    record Input(@Setting(title = "action.signing.message", max = 1000) String message) {}

    @Override
    public Plan plan(Selection selection) {
        return new Signing("Approved", "approve", "action.approve.reason").plan(selection, selection.input(Input.class).message());
    }
}
