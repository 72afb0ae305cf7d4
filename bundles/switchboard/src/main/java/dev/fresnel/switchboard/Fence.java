package dev.fresnel.switchboard;

import dev.fresnel.spi.switchboard.Switchboard;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps every bundle but itself from wiring to a plugin's bundle that does not serve yet. Installing is not a dry run: an
 * unrelated start may resolve against whatever is installed.
 */
final class Fence implements ResolverHookFactory {
    private final Set<Bundle> staged = ConcurrentHashMap.newKeySet();
    private final Set<Bundle> open = ConcurrentHashMap.newKeySet();
    private final Map<Bundle, Set<Bundle>> peers = new ConcurrentHashMap<>();

    void stage(Bundle bundle) {
        staged.add(bundle);
    }

    /** They come with one change: each may wire to the others although none serves yet. */
    void together(Set<Bundle> bundles) {
        bundles.forEach(bundle -> peers.put(bundle, bundles));
    }

    void open(Bundle bundle) {
        open.add(bundle);
        staged.remove(bundle);
        peers.remove(bundle);
    }

    void forget(Bundle bundle) {
        peers.remove(bundle);
        open.remove(bundle);
        staged.remove(bundle);
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return new Hook();
    }

    private boolean fenced(Bundle bundle) {
        return staged.contains(bundle) || bundle.getLocation().startsWith(Switchboard.LOCATION) && !open.contains(bundle);
    }

    private final class Hook implements ResolverHook {
        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            Bundle asker = requirement.getRevision().getBundle();
            candidates.removeIf(candidate -> {
                Bundle provider = candidate.getRevision().getBundle();
                return !provider.equals(asker) && fenced(provider) && !peers.getOrDefault(asker, Set.of()).contains(provider);
            });
        }

        @Override
        public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
            if (singleton.getRevision().getBundle().getLocation().startsWith(Switchboard.LOCATION)) {
                collisions.clear(); // a plugin's next generation stands beside the one that serves
            }
        }

        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            // whether a bundle may resolve at all is not for us to say
        }

        @Override
        public void end() {
            // holds nothing
        }
    }
}
