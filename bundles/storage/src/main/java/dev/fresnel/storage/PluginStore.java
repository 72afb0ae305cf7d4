package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.store.Store;
import dev.fresnel.spi.switchboard.Build;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Store} that one bundle gets. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginStore implements Store {
    private final Switchboard board;
    private final Serving serving;
    private final Build build;
    private final Records.Drawer drawer;

    @Activate
    public PluginStore(ComponentContext context, @Reference Switchboard board, @Reference Records records, @Reference Serving serving) {
        this(board, Build.of(context.getUsingBundle()).orElseThrow(() -> new IllegalStateException("only plugins keep records")), records, serving);
    }

    PluginStore(Switchboard board, Build build, Records records, Serving serving) {
        this.board = board;
        this.build = build;
        this.serving = serving;
        this.drawer = records.of(build.plugin());
    }

    @Override
    public Optional<Json> get(String key) {
        return drawer.get(key);
    }

    @Override
    public void put(String key, Object value) {
        serving.mayWrite(build);
        drawer.put(key, generation().json().write(value));
    }

    /** The plugin's own codec writes its records: ours would remember their classes. */
    private Generation generation() {
        return board.find(build.plugin(), build.digest()).orElseThrow(() ->
                new Problem(Problem.Kind.CONFLICT, "BUILD_FENCED", "This build of " + build.plugin() + " is gone.", Map.of("plugin", build.plugin()), null));
    }

    @Override
    public void remove(String key) {
        serving.mayWrite(build);
        drawer.remove(key);
    }

    @Override
    public List<String> keys(String prefix) {
        return drawer.keys(prefix);
    }
}
