package dev.fresnel.spi.live;

import dev.fresnel.spi.principal.Principal;
import java.util.Collection;
import java.util.Set;

/** Begins to read what somebody is about to look at. */
public interface Forecast {
    /**
     * Returns at once. Everything is asked as that principal and through the gate, as it will be when it is looked at; what fails is told to
     * nobody, for whoever looks hears of it. What nobody comes to look at is let go of again.
     *
     * @param kinds ids: {@code pods}, {@code deployments.apps}; one that the cluster does not serve is passed over
     * @param namespaces empty = all that may be seen
     */
    void expect(Principal principal, String cluster, Collection<String> kinds, Set<String> namespaces);
}
