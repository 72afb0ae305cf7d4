package dev.fresnel.live.store;

import dev.fresnel.api.resource.Health;
import dev.fresnel.live.store.Event.Decoded;
import java.util.List;

/** Says how objects are. */
@FunctionalInterface
interface Judge {
    /** One health for each object, in order; never fails. */
    List<Health> judge(Scope scope, List<Decoded> objects);
}
