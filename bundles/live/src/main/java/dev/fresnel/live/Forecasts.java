package dev.fresnel.live;

import dev.fresnel.live.rows.Source;
import dev.fresnel.live.store.Live;
import dev.fresnel.spi.live.Forecast;
import dev.fresnel.spi.principal.Principal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Joins lists as a page of theirs would, for as long as a page may need to come. */
@Component
public final class Forecasts implements Forecast {
    private static final long STAY = 10;

    /** Lists at a time; others are not looked at beforehand. */
    private static final int MOST = 64;

    private final Live live;
    private final Map<Expected, Source> expected = new HashMap<>();
    private boolean closed;

    private record Expected(String principal, String cluster, String kind, Set<String> namespaces) {}

    @Activate
    public Forecasts(@Reference LiveStore store) {
        this(store.live());
    }

    Forecasts(Live live) {
        this.live = live;
    }

    @Override
    public synchronized void expect(Principal principal, String cluster, Collection<String> kinds, Set<String> namespaces) {
        for (String kind : kinds) {
            var key = new Expected(principal.key(), cluster, kind, new TreeSet<>(namespaces));
            if (!closed && expected.size() < MOST && !expected.containsKey(key)) {
                var source = new Source(live, principal, cluster, kind, namespaces, () -> {}, partly -> {}, false);
                expected.put(key, source);
                source.begin();
                later(key);
            }
        }
    }

    private void later(Expected key) {
        try {
            live.clock().schedule(() -> release(key), STAY, TimeUnit.SECONDS);
        } catch (RejectedExecutionException end) {
            release(key);
        }
    }

    private void release(Expected key) {
        Source source;
        synchronized (this) {
            source = expected.remove(key);
        }
        if (source != null) {
            source.close();
        }
    }

    /** How many lists are held for somebody who has not come yet. */
    synchronized int held() {
        return expected.size();
    }

    @Deactivate
    synchronized void close() {
        closed = true;
        expected.values().forEach(Source::close);
        expected.clear();
    }
}
