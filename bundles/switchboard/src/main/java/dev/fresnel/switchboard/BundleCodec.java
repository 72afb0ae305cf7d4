package dev.fresnel.switchboard;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link JsonCodec} that one bundle gets: its mapper lives and dies with the bundle's use of the service. */
@Component(service = JsonCodec.class, scope = ServiceScope.BUNDLE)
public final class BundleCodec implements JsonCodec {
    private final Codec codec = new Codec();

    @Activate
    public BundleCodec() {}

    @Override
    public byte[] write(Object value) {
        return codec.write(value);
    }

    @Override
    public Json parse(byte[] text) {
        return codec.parse(text);
    }

    @Override
    public Json parse(InputStream in, int limit) {
        return codec.parse(in, limit);
    }

    @Override
    public <T> T read(Json json, Class<T> type) {
        return codec.read(json, type);
    }
}
