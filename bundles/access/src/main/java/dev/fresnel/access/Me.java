package dev.fresnel.access;

import dev.fresnel.access.home.Verdict;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.spi.principal.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who somebody is, as they are told.
 *
 * @param local the user of this desktop
 * @param expires milliseconds since 1970
 * @param clusters those that have said something of their token
 * @param readOnly nothing may be changed through this server, by anybody; told to who asks, not with a new session
 */
record Me(String name, List<String> groups, String door, boolean local, Optional<Long> expires, List<Known> clusters, Optional<Boolean> readOnly) {
    /** @param state {@code accepted} or {@code refused} */
    record Known(String id, String state, String name) {}

    static Me of(Principal principal, List<String> groups, boolean local, SessionBook sessions) {
        return new Me(
                principal.name(),
                groups,
                principal.door().name().toLowerCase(Locale.ROOT),
                local,
                sessions.expires(principal).map(Instant::toEpochMilli),
                sessions.standings(principal).stream().map(Me::known).toList(),
                Optional.empty());
    }

    Me where(boolean nothingMayBeChanged) {
        return nothingMayBeChanged ? new Me(name, groups, door, local, expires, clusters, Optional.of(true)) : this;
    }

    private static Known known(SessionBook.Standing standing) {
        return standing.verdict() instanceof Verdict.Accepted accepted
                ? new Known(standing.cluster(), "accepted", accepted.name())
                : new Known(standing.cluster(), "refused", "");
    }
}
