package dev.fresnel.api.change;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be changed at one object, described and not done: only the platform previews, asks, applies, audits and verifies.
 *
 * @param target the object; for a {@link Write.Create} the one to be made
 * @param uid the change is meant for this very object and no later one of that name; {@code ""} = whichever bears the name
 * @param write what is sent
 * @param reason why, for the preview and the audit
 * @param inverse what would undo it, where there is such a thing
 * @param patience how long to try again when the API server says "not now" (429, as an eviction that a disruption budget blocks), and how
 *     long to look until what was deleted or evicted is gone
 */
public record Change(ObjectRef target, String uid, Write write, Message reason, Optional<Change> inverse, Duration patience) {
    /** A change of an object that was looked at: refused when it has been replaced by another of its name meanwhile. */
    public static Change of(KubeObject object, Write write, Message reason) {
        return new Change(object.ref(), object.uid(), write, reason, Optional.empty(), Duration.ZERO);
    }

    /** A change by name, as for what does not exist yet. */
    public static Change of(ObjectRef target, Write write, Message reason) {
        return new Change(target, "", write, reason, Optional.empty(), Duration.ZERO);
    }

    public Change undoneBy(Write back) {
        return new Change(target, uid, write, reason, Optional.of(new Change(target, uid, back, reason, Optional.empty(), Duration.ZERO)), patience);
    }

    public Change patient(Duration limit) {
        return new Change(target, uid, write, reason, inverse, limit);
    }
}
