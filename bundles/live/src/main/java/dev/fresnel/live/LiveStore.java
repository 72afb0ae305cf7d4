package dev.fresnel.live;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Pace;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Owns the live store; its channels and views are components of their own that need it. */
@Component(service = LiveStore.class)
public final class LiveStore {
    private final Live live;
    private final Transport transport;
    private final JsonCodec json;

    @Activate
    public LiveStore(
            @Reference Transport transport,
            @Reference Clusters clusters,
            @Reference Switchboard switchboard,
            @Reference JsonCodec json) {
        this(transport, clusters, switchboard, json, Pace.USUAL);
    }

    LiveStore(Transport transport, Clusters clusters, Switchboard switchboard, JsonCodec json, Pace pace) {
        this.transport = transport;
        this.json = json;
        live = new Live(transport, clusters, switchboard, json, pace);
    }

    Live live() {
        return live;
    }

    Transport transport() {
        return transport;
    }

    JsonCodec json() {
        return json;
    }

    @Deactivate
    void close() {
        live.close();
    }
}
