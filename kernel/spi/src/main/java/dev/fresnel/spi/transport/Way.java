package dev.fresnel.spi.transport;

import dev.fresnel.api.plugin.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one request of one principal gets to an API server, and what became of it. */
public interface Way {
    Address address();

    /** Goes in front of each path: {@code ""} or {@code /prefix}. */
    String prefix();

    /** Headers that say who asks: {@code Authorization}, {@code Impersonate-*}; no others of that kind may go along. */
    Map<String, List<String>> identity();

    /** Our own User-Agent. */
    String agent();

    /** Whether {@link #renewed} may help after a 401. */
    boolean renewable();

    /**
     * The API server said 401. Blocks while a credential is renewed.
     *
     * @return another way for the same request; empty when there is none
     * @throws Problem UNAUTHENTICATED when signing in again failed
     */
    Optional<Way> renewed();

    /** The head of an answer has come. Returns at once. */
    void answered();

    /** There is no answer: what to say about it. Returns at once. */
    Problem failed(Throwable cause);

    /** The request is over, however it ended; say it once. */
    void over();
}
