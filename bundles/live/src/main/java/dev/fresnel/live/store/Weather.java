package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clusters were in trouble just now. An API server that has only just started answers 403 to everybody until it has read the
 * roles: what it refuses then is asked again before anybody is told.
 */
public final class Weather {
    private static final String CODE = "LIVE_SETTLING";

    private final Pace pace;
    private final Map<String, Sky> clusters = new ConcurrentHashMap<>();

    Weather(Pace pace) {
        this.pace = pace;
    }

    /**
     * One cluster, in ns.
     *
     * @param began of the last trouble; 0 = there was none
     * @param last when it was noticed last
     * @param ended when the cluster answered first after it; 0 = not yet
     * @param broken when an answer broke off last, which alone may mean nothing; 0 = never
     */
    private record Sky(long began, long last, long ended, long broken) {
        private static final Sky CLEAR = new Sky(0, 0, 0, 0);

        boolean lasts() {
            return last != 0 && ended == 0;
        }

        Sky trouble(long now) {
            return new Sky(lasts() ? began : now, now, 0, broken);
        }

        Sky answer(long now) {
            return lasts() ? new Sky(began, last, now, broken) : this;
        }
    }

    /** The same transport; what happens on it is noticed. */
    Transport over(Transport transport) {
        return (principal, cluster, request) -> open(transport, principal, cluster, request);
    }

    private UpstreamResponse open(Transport transport, Principal principal, String cluster, UpstreamRequest request) {
        boolean own = own(request.target());
        try {
            UpstreamResponse response = transport.open(principal, cluster, request);
            if (response.status() < 500) {
                answered(cluster);
            } else if (own && response.status() >= 502 && response.status() <= 504) {
                trouble(cluster);
            }
            return own ? new Watched(cluster, response) : response;
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.CLUSTER_DOWN || own && problem.kind() == Problem.Kind.UPSTREAM_TIMEOUT) {
                trouble(cluster);
            }
            throw problem;
        }
    }

    /** Whether kube-apiserver itself answers that: an API that somebody else serves may be in trouble for ever. */
    private static boolean own(String target) {
        if (!target.startsWith("/apis/")) {
            return true;
        }
        String group = target.substring(6).split("/", 2)[0];
        return group.indexOf('.') < 0;
    }

    /** The cluster cannot be asked. */
    void trouble(String cluster) {
        long now = System.nanoTime();
        clusters.compute(cluster, (id, sky) -> (sky == null ? Sky.CLEAR : sky).trouble(now));
    }

    private void answered(String cluster) {
        Sky sky = clusters.get(cluster);
        if (sky != null && sky.lasts()) {
            long now = System.nanoTime();
            clusters.computeIfPresent(cluster, (id, before) -> before.answer(now));
        }
    }

    private void broke(String cluster) {
        long now = System.nanoTime();
        clusters.compute(cluster, (id, sky) -> {
            Sky before = sky == null ? Sky.CLEAR : sky;
            return new Sky(before.began, before.last, before.ended, now);
        });
    }

    /** Whether a cluster could not be asked until just now, so that what it refuses is not to be believed yet. */
    public boolean settling(String cluster) {
        Sky sky = clusters.get(cluster);
        if (sky == null || sky.last == 0) {
            return false;
        }
        long now = System.nanoTime();
        return sky.ended == 0 ? now - sky.last < 2 * pace.recheck().toNanos() : now - sky.ended < pace.settling().toNanos();
    }

    /** The same for what was granted until now: then connections that broke are reason enough to ask twice. */
    boolean unsettled(String cluster) {
        Sky sky = clusters.get(cluster);
        return sky != null && (settling(cluster) || sky.broken != 0 && System.nanoTime() - sky.broken < pace.settling().toNanos());
    }

    /** Whether what was granted at {@code since} (ns) can stay no longer without a yes; time in which nobody could be asked is no delay of ours. */
    boolean late(String cluster, long since) {
        Sky sky = clusters.get(cluster);
        long now = System.nanoTime();
        boolean within = sky != null && sky.last != 0 && sky.last - since > 0;
        long outage = within ? (sky.ended == 0 ? now : sky.ended) - Math.max(sky.began, since) : 0;
        return now - since > pace.recheck().toNanos() + outage;
    }

    /** What is said instead of a refusal that is not believed yet; it passes. */
    public static Problem unbelieved(Problem refusal) {
        return new Problem(Problem.Kind.CLUSTER_DOWN, CODE,
                "The API server has only just come back and refuses; it is asked again. " + refusal.text(), refusal.args(), null);
    }

    /** Whether that is said instead of a refusal. */
    public static boolean settling(Problem problem) {
        return problem.code().equals(CODE);
    }

    /** An answer whose end is noticed when it comes too early. */
    private final class Watched implements UpstreamResponse {
        private final String cluster;
        private final UpstreamResponse inner;
        private final InputStream body;
        private volatile boolean closed;

        Watched(String cluster, UpstreamResponse inner) {
            this.cluster = cluster;
            this.inner = inner;
            this.body = new FilterInputStream(inner.body()) {
                @Override
                public int read() throws IOException {
                    try {
                        return super.read();
                    } catch (IOException early) {
                        throw broken(early);
                    }
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    try {
                        return super.read(into, offset, length);
                    } catch (IOException early) {
                        throw broken(early);
                    }
                }
            };
        }

        private IOException broken(IOException early) {
            if (!closed && !Thread.currentThread().isInterrupted()) {
                broke(cluster);
            }
            return early;
        }

        @Override
        public int status() {
            return inner.status();
        }

        @Override
        public Map<String, List<String>> headers() {
            return inner.headers();
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            closed = true;
            inner.close();
        }
    }
}
