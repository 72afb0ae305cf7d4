package dev.fresnel.access.home;

import java.util.List;

/** What an API server says of a token. */
public sealed interface Verdict {
    /**
     * It knows whose it is.
     *
     * @param name {@code ""} when it did not say
     */
    record Accepted(String name, List<String> groups) implements Verdict {
        public Accepted {
            groups = List.copyOf(groups);
        }
    }

    /** It does not take it. */
    record Refused() implements Verdict {}
}
