package dev.fresnel.outbound;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.outbound.Outbound;
import dev.fresnel.api.outbound.OutboundRequest;
import dev.fresnel.api.outbound.OutboundResponse;
import dev.fresnel.spi.switchboard.Build;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Outbound} that one bundle gets; its client is made when it first calls. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginOutbound implements Outbound {
    private final String plugin;
    private final Gatekeeper gate;
    private @Nullable Client client;
    private boolean closed;

    @Activate
    public PluginOutbound(ComponentContext context, BundleContext own, @Reference JsonCodec json) {
        Bundle asker = context.getUsingBundle();
        this.plugin = Build.of(asker).orElseThrow(() -> new IllegalStateException("only plugins reach the outside this way")).plugin();
        String named = own.getProperty("fresnel.outbound-private");
        List<String> privately = named == null ? List.of() : Arrays.stream(named.split("[,\\s]+")).filter(host -> !host.isEmpty()).toList();
        this.gate = new Gatekeeper(new Granted(asks(asker, json)), privately, InetAddress::getAllByName);
    }

    private static List<String> asks(Bundle asker, JsonCodec json) {
        URL found = asker.getEntry("plugin.json");
        if (found == null) {
            return List.of();
        }
        try (var in = found.openStream()) {
            return json.parse(in.readAllBytes()).at("/asks/outbound").items().stream().map(Json::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Deactivate
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }

    @Override
    public OutboundResponse send(OutboundRequest request) {
        return client().send(request);
    }

    private synchronized Client client() {
        if (closed) {
            throw new IllegalStateException("plugin " + plugin + " has left");
        }
        Client known = client;
        if (known == null) {
            known = new Client(plugin, gate);
            client = known;
        }
        return known;
    }
}
