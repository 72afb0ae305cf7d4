package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.settings.Setting;
import org.osgi.service.component.annotations.Component;

/** Denies requests to sign a certificate. */
@Component
@ActionType(
        id = "deny", title = "action.deny", kinds = "certificatesigningrequests.certificates.k8s.io", needs = "patch:/approval",
        level = Level.DESTRUCTIVE, input = Deny.Input.class, order = 11)
public final class Deny implements Action {
    record Input(@Setting(title = "action.signing.message", max = 1000) String message) {}

    @Override
    public Plan plan(Selection selection) {
        return new Signing("Denied", "deny", "action.deny.reason").plan(selection, selection.input(Input.class).message());
    }
}
