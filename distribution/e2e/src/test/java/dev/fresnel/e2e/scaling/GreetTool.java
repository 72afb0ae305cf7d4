package dev.fresnel.e2e.scaling;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.settings.Settings;
import dev.fresnel.api.store.Store;
import dev.fresnel.api.tool.Tool;
import dev.fresnel.api.tool.ToolCall;
import dev.fresnel.api.tool.ToolType;
import dev.fresnel.api.view.View;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says how many pods there are, with the word of its settings, and counts how often. */
@Component
@ToolType(id = "greet", description = "Greets somebody and says how many pods there are.", input = GreetTool.Input.class)
public final class GreetTool implements Tool {
    private final Settings settings;
    private final Store store;

    @Activate
    public GreetTool(@Reference Settings settings, @Reference Store store) {
        this.settings = settings;
        this.store = store;
    }

    record Input(@Setting(required = true) String name) {}

    @Override
    public Object call(ToolCall call, View view) {
        long times = store.get("times").map(found -> found.number(0)).orElse(0L) + 1;
        store.put("times", times);
        String text = settings.get(Greeting.class).word() + ", " + call.input(Input.class).name();
        return Map.of("text", text, "pods", view.count(Kind.POD), "times", times);
    }
}
