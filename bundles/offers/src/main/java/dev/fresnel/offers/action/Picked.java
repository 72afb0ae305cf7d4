package dev.fresnel.offers.action;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.form.Form;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an action is asked to act upon. */
record Picked(List<KubeObject> objects, Map<String, Object> values, Instant at, View view) implements Selection {
    @Override
    public KubeObject object() {
        if (objects.size() != 1) {
            throw new Problem(Problem.Kind.INVALID, "ACTION_ONE", "This can be done with one object at a time.");
        }
        return objects.getFirst();
    }

    @Override
    public <T> T input(Class<T> type) {
        return Form.make(type, values);
    }
}
