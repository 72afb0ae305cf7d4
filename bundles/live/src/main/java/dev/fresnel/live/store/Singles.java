package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects of a kind that somebody may read by name alone (rule R7). */
final class Singles extends Reader {
    private final List<Name> names;

    /** Those that a list of their name shows and a get does not. */
    private final Set<Name> listable = new HashSet<>();

    /** One object. */
    record Name(String namespace, String name) {}

    Singles(Tools tools, List<Name> names) {
        super("singles", tools);
        this.names = names;
    }

    @Override
    @Nullable Problem read() throws Refusal, IOException, InterruptedException {
        int denied = 0;
        for (Name name : names) {
            if (!alive()) {
                return Denial.session(store.scope(), "ended");
            }
            denied += read(name) ? 0 : 1;
        }
        if (denied > 0 && unsettled()) {
            throw new Refusal(403, "The API server has only just come back and refuses; it is asked again.", 0);
        }
        return denied < names.size() ? null
                : Denial.forbidden(store.scope(), "None of the objects that may be read by name can be read any more.");
    }

    /** @return false when it may not be read; one that is not there may */
    private boolean read(Name name) throws Refusal, IOException, InterruptedException {
        return listable.contains(name) ? read(name, true) : read(name, false) || read(name, true) && listable.add(name);
    }

    /** @param listed by a list with a selector of its name, which may be granted where a get is not */
    private boolean read(Name name, boolean listed) throws Refusal, IOException, InterruptedException {
        try (UpstreamResponse response = listed ? wire.listed(name.namespace, name.name) : wire.single(name.namespace, name.name)) {
            for (Event event : tables.page(Wire.text(response))) {
                if (event instanceof Event.Put put) {
                    for (Event.Decoded decoded : put.rows()) {
                        store.tell(new Step.Put(decoded));
                    }
                }
            }
            return true;
        } catch (Refusal refusal) {
            if (refusal.status() == 404) {
                return true;
            }
            if (refusal.status() == 403) {
                listable.remove(name);
                return false;
            }
            throw refusal;
        }
    }
}
