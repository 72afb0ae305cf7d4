package dev.fresnel.api.kube;

import dev.fresnel.api.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A read-only view of one Kubernetes object; without managed fields, and without values when it is a Secret. */
@ProviderType
public interface KubeObject {
    ObjectRef ref();

    String uid();

    Map<String, String> labels();

    Map<String, String> annotations();

    Instant created();

    /** When its deletion began. */
    Optional<Instant> deleted();

    /** {@code metadata.ownerReferences}, as JSON objects. */
    List<Json> owners();

    /** The value at a JSON pointer: {@code /status/phase}. */
    Json at(String pointer);

    /** The same as text, {@code ""} when there is none. */
    default String text(String pointer) {
        return at(pointer).text();
    }

    /** The cell of the API server's Table under that column name, {@code ""} when there is none. */
    String cell(String column);
}
