package dev.fresnel.kubernetes.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the answer to {@code /version}. */
final class VersionText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionText() {}

    /** {@code null} when the answer is another one. */
    static @Nullable String read(UpstreamResponse answer) {
        if (answer.status() != 200) {
            return null;
        }
        try {
            String version = JSON.readTree(answer.body().readNBytes(64 << 10)).path("gitVersion").asText("");
            return version.isEmpty() ? null : version;
        } catch (IOException e) {
            return null;
        }
    }
}
