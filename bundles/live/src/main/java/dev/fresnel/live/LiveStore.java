package dev.fresnel.live;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.live.graph.Atlases;
import dev.fresnel.live.history.Recorder;
import dev.fresnel.live.rows.Shared;
import dev.fresnel.live.search.Search;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Pace;
import dev.fresnel.spi.history.Chronicle;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Owns the live store; its channels and views are components of their own that need it. */
@Component(service = LiveStore.class)
public final class LiveStore {
    /** Objects whose changes wait to be recorded; each keeps two packed versions. */
    private static final int WAITING = 4_096;

    private final Live live;
    private final Shared shared;
    private final Search search;
    private final Atlases atlases;
    private final Recorder recorder;
    private final JsonCodec json;
    private volatile @Nullable Sessions sessions;

    @Activate
    public LiveStore(
            BundleContext context,
            @Reference Transport transport,
            @Reference Clusters clusters,
            @Reference Switchboard switchboard,
            @Reference JsonCodec json) {
        this(transport, clusters, switchboard, json, Settings.of(context::getProperty));
    }

    LiveStore(Transport transport, Clusters clusters, Switchboard switchboard, JsonCodec json, Settings settings) {
        this.json = json;
        live = new Live(transport, clusters, switchboard, json, settings.pace(), settings.sharing(), settings.memory());
        live.configure(settings.namespaces());
        recorder = new Recorder(json, WAITING);
        live.onChange(recorder);
        shared = new Shared(live);
        search = new Search(shared);
        atlases = new Atlases(live, switchboard);
    }

    /**
     * What the launcher says.
     *
     * @param sharing {@code fresnel.live-sharing}
     * @param pace usual but for {@code fresnel.live-stale-minutes}
     * @param namespaces {@code fresnel.namespaces}: looked at for those who may not see all; empty = all that there are
     * @param memory bytes that rows may take: {@code fresnel.live-memory} in MiB, else half of the heap
     */
    record Settings(boolean sharing, Pace pace, List<String> namespaces, long memory) {
        Settings(boolean sharing, Pace pace) {
            this(sharing, pace, List.of(), Long.MAX_VALUE);
        }

        static Settings of(UnaryOperator<@Nullable String> property) {
            String minutes = property.apply("fresnel.live-stale-minutes");
            Pace pace = minutes == null || minutes.isBlank() ? Pace.USUAL : Pace.USUAL.stale(Duration.ofMinutes(Long.parseLong(minutes)));
            String names = property.apply("fresnel.namespaces");
            List<String> namespaces = names == null ? List.of() : Arrays.stream(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
            return new Settings(!"off".equals(property.apply("fresnel.live-sharing")), pace, namespaces, memory(property.apply("fresnel.live-memory")));
        }

        private static long memory(@Nullable String megabytes) {
            return megabytes == null || megabytes.isBlank() ? Runtime.getRuntime().maxMemory() / 2 : Long.parseLong(megabytes) << 20;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSessions(Sessions now) {
        sessions = now;
        live.sessions(now);
    }

    void unsetSessions(Sessions gone) {
        if (sessions == gone) {
            sessions = null;
            live.sessions(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChronicle(Chronicle now) {
        recorder.chronicle(now);
    }

    void unsetChronicle(Chronicle gone) {
        if (recorder.chronicle() == gone) {
            recorder.chronicle(null);
        }
    }

    Live live() {
        return live;
    }

    /** What all windows share. */
    Shared shared() {
        return shared;
    }

    Recorder recorder() {
        return recorder;
    }

    Search search() {
        return search;
    }

    Atlases atlases() {
        return atlases;
    }

    Transport transport() {
        return live.transport();
    }

    JsonCodec json() {
        return json;
    }

    @Deactivate
    void close() {
        atlases.close();
        live.close();
        recorder.close();
    }
}
