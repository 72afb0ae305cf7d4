package dev.fresnel.http.tunnel;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What is changed on the way to an API server and back, beyond what never passes. */
public interface Manner {
    /** Whether programs behind the API server answer, for pages on an origin of their own, and not the Kubernetes API. */
    default boolean foreign() {
        return false;
    }

    /** @param name of a request's header, in lower case */
    default boolean carries(String name) {
        return true;
    }

    /** Headers that the request gets. */
    default Map<String, String> added() {
        return Map.of();
    }

    /** @param name of an answer's header, in lower case */
    boolean refuses(String name);

    /** Changes the headers of an answer, and adds to them. */
    void cover(HttpFields.Mutable headers);

    /** The same for the answer after which both sides speak another protocol. */
    default void upgraded(HttpFields.Mutable headers) {}

    /** The type of {@link #words}. */
    default String wordsType() {
        return "application/json";
    }

    /** What is said in place of the API server. */
    default byte[] words(Problem problem, JsonCodec codec) {
        return codec.write(Status.of(problem));
    }
}
