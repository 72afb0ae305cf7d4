package dev.fresnel.spi.switchboard;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import java.net.URL;
import java.util.List;
import java.util.Optional;

/** One build of one plugin: (plugin id, digest, bundle). */
public interface Generation {
    /** Where a generation stands on its way. */
    enum State {
        STAGED,
        STARTED,
        PROBED,
        SERVING,
        DRAINING,
        GONE
    }

    String plugin();

    String title();

    String summary();

    String version();

    /** SHA-256 of the bundle file, lower-case hex. */
    String digest();

    State state();

    /** Everything of that extension type that its bundle registered, in a stable order. Types come from {@code kernel/api} only. */
    <T> List<Extension<T>> extensions(Class<T> type);

    /** {@code contributions.json}; absent when there is none. */
    Json contributions();

    /** {@code plugin.json}, what the plugin adds and asks for; absent when the bundle was built without it. */
    default Json descriptor() {
        return contributions().get("plugin"); // what is not there
    }

    /** A file of the bundle. */
    Optional<URL> resource(String path);

    /** Paths of all files below a folder of the bundle, without leading slash. */
    List<String> resources(String folder);

    /** Writes and reads JSON for this generation's own types. */
    JsonCodec json();

    /** Where its functions run. */
    Lane lane();

    /** Notes what went wrong in a call of the plugin, as text; the last few are shown to whoever may see the insight page. */
    default void fault(String text) {
        // nobody looks
    }

    /**
     * Keeps it from being stopped until closed, for at most the drain time.
     *
     * @return empty when it is gone already
     */
    Optional<Lease> lease();

    /** Calls {@code then} once, when this generation begins to drain; streams end themselves then. At once if it has begun. */
    AutoCloseable onDrain(Runnable then);
}
