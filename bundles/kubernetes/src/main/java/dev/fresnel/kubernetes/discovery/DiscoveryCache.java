package dev.fresnel.kubernetes.discovery;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.Discovery;
import dev.fresnel.spi.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What discovery answered, per principal and cluster: for 30 s, and kept fresh while somebody follows it. */
public final class DiscoveryCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryCache.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final int MOST = 200;

    private final Transport transport;
    private final Consumer<String> changed;
    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String principal, String cluster) {}

    /** @param changed told of the cluster whose kinds are others than before */
    public DiscoveryCache(Transport transport, Consumer<String> changed, Clock clock) {
        this.transport = transport;
        this.changed = changed;
        this.clock = clock;
    }

    /** As {@link dev.fresnel.spi.transport.Clusters#discovery}. */
    public Discovery get(Principal principal, String cluster) {
        return entry(principal, cluster).get();
    }

    /** Keeps one fresh until closed. */
    public AutoCloseable follow(Principal principal, String cluster) {
        return entry(principal, cluster).follow();
    }

    private Entry entry(Principal principal, String cluster) {
        synchronized (entries) {
            leave();
            Entry entry = entries.computeIfAbsent(new Key(principal.key(), cluster), key -> new Entry(principal, cluster));
            entry.used = clock.instant();
            return entry;
        }
    }

    /** Lets go of those that nobody has asked for in a while: they hold a credential. */
    private void leave() {
        Instant past = clock.instant().minus(IDLE);
        var oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (!entry.followed() && (entry.used.isBefore(past) || entries.size() > MOST)) {
                oldest.remove();
            }
        }
    }

    /** The cluster is gone or another one now. */
    public void forget(String cluster) {
        synchronized (entries) {
            entries.entrySet().removeIf(entry -> {
                boolean gone = entry.getKey().cluster().equals(cluster);
                if (gone) {
                    entry.getValue().end();
                }
                return gone;
            });
        }
    }

    /** The principal's session has ended. */
    public void forget(Principal principal) {
        synchronized (entries) {
            entries.entrySet().removeIf(entry -> {
                boolean gone = entry.getKey().principal().equals(principal.key());
                if (gone) {
                    entry.getValue().end();
                }
                return gone;
            });
        }
    }

    @Override
    public void close() {
        synchronized (entries) {
            entries.values().forEach(Entry::end);
            entries.clear();
        }
    }

    /** One principal's view of one cluster. */
    private final class Entry {
        private final String cluster;
        private final Discoverer discoverer;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Discovery known;
        private volatile Instant asked = Instant.EPOCH;
        private volatile Instant used = Instant.EPOCH;
        private int followers;
        private @Nullable Thread ticker;

        Entry(Principal principal, String cluster) {
            this.cluster = cluster;
            this.discoverer = new Discoverer(new Asker(transport, principal, cluster));
        }

        Discovery get() {
            Discovery now = known;
            return now != null && fresh() ? now : ask();
        }

        private boolean fresh() {
            return clock.instant().isBefore(asked.plus(FRESH));
        }

        private Discovery ask() {
            boolean news;
            Discovery now;
            asking.lock();
            try {
                Discovery before = known;
                if (before != null && fresh()) {
                    return before;
                }
                now = discoverer.discover();
                news = before != null && !before.equals(now);
                known = now;
                asked = clock.instant();
            } finally {
                asking.unlock();
            }
            if (news) {
                changed.accept(cluster);
            }
            return now;
        }

        synchronized boolean followed() {
            return followers > 0;
        }

        synchronized AutoCloseable follow() {
            followers++;
            if (ticker == null) {
                ticker = Thread.ofVirtual().name("fresnel-kinds-" + cluster).start(this::tick);
            }
            var once = new AtomicBoolean();
            return () -> {
                if (once.compareAndSet(false, true)) {
                    unfollow();
                }
            };
        }

        private synchronized void unfollow() {
            if (--followers == 0) {
                end();
            }
        }

        synchronized void end() {
            if (ticker != null) {
                ticker.interrupt();
                ticker = null;
            }
        }

        private void tick() {
            try {
                while (true) {
                    Thread.sleep(FRESH);
                    try {
                        ask();
                    } catch (Problem e) {
                        LOG.debug("The kinds of {} could not be asked for: {}", cluster, e.text());
                    }
                }
            } catch (InterruptedException e) {
                LOG.debug("Nobody follows the kinds of {} any more", cluster);
            }
        }
    }
}
