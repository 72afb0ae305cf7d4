package dev.fresnel.live.testing;

import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sessions that end when a test says so. */
public final class FakeSessions implements Sessions {
    public final Set<String> over = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public boolean live(Principal principal) {
        return !over.contains(principal.key());
    }

    @Override
    public AutoCloseable watch(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void end(Principal principal, End why) {
        if (over.add(principal.key())) {
            listeners.forEach(listener -> listener.ended(principal, why));
        }
    }
}
