package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Forward;
import dev.fresnel.api.stream.ForwardWanted;
import dev.fresnel.api.stream.Forwards;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Forwards} that one bundle gets. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginForwards implements Forwards {
    private final String plugin;
    private final boolean mayRun;
    private final LocalPorts ports;

    @Activate
    public PluginForwards(ComponentContext context, @Reference LocalPorts ports, @Reference JsonCodec json) {
        this(PluginStreams.name(context.getUsingBundle()), PluginStreams.asks(context.getUsingBundle(), json), ports);
    }

    PluginForwards(String plugin, boolean mayRun, LocalPorts ports) {
        this.plugin = plugin;
        this.mayRun = mayRun;
        this.ports = ports;
        ports.enter(plugin);
    }

    @Deactivate
    void close() {
        ports.leave(plugin);
    }

    private static Principal caller(View view) {
        return CallersView.of(view).principal();
    }

    @Override
    public boolean allowed(View view) {
        return mayRun && ports.allowed(caller(view));
    }

    @Override
    public List<Forward> list(View view) {
        return ports.list(plugin, caller(view));
    }

    @Override
    public Forward start(View view, ForwardWanted wanted) {
        if (!mayRun) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "CAPABILITY_MISSING", "The plugin " + plugin + " does not ask for the capability “exec”.",
                    Map.of("plugin", plugin, "capability", PluginStreams.CAPABILITY), null);
        }
        if (!wanted.target().cluster().equals(view.cluster())) {
            throw new Problem(Problem.Kind.INVALID, "STREAM_OTHER_CLUSTER", "This view is of " + view.cluster() + ", not of " + wanted.target().cluster() + ".");
        }
        return ports.start(plugin, caller(view), wanted);
    }

    @Override
    public Forward stop(View view, String id) {
        return ports.stop(plugin, caller(view), id);
    }

    @Override
    public Forward restart(View view, String id) {
        return ports.restart(plugin, caller(view), id);
    }

    @Override
    public void remove(View view, String id) {
        ports.remove(plugin, caller(view), id);
    }
}
