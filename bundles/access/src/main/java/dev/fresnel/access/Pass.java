package dev.fresnel.access;

import java.time.Instant;
import java.util.List;

/**
 * What a sealed cookie says.
 *
 * @param id of the session, new at each sign-in
 * @param cluster where the token is at home
 * @param name whose it is, as that cluster said
 * @param end when the session ends at the latest
 * @param tokenEnd when the token says that it ends, {@link Instant#MAX} when it does not
 */
record Pass(String id, String token, String cluster, String name, List<String> groups, Instant end, Instant tokenEnd) {
    Pass {
        groups = List.copyOf(groups);
    }

    @Override
    public String toString() {
        return "Pass[" + id + " " + name + " until " + end + "]";
    }
}
