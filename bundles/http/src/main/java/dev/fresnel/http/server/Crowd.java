package dev.fresnel.http.server;

import dev.fresnel.http.edge.Limits;
import dev.fresnel.spi.insight.Meter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Who is connected: nobody may keep others out by connecting too often. */
final class Crowd implements Meter {
    private final Limits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    Crowd(Limits limits) {
        this.limits = limits;
    }

    /** Counts a newcomer. @return whether there is room; whoever finds none leaves like the others */
    boolean enters(@Nullable SocketAddress from) {
        int now = all.incrementAndGet();
        String address = address(from);
        int same = address.isEmpty() ? 0 : byAddress.merge(address, 1, Integer::sum);
        boolean room = (limits.connections() == 0 || now <= limits.connections()) && (limits.ofOneAddress() == 0 || same <= limits.ofOneAddress());
        if (!room) {
            refused.increment();
        }
        return room;
    }

    void leaves(@Nullable SocketAddress from) {
        all.decrementAndGet();
        String address = address(from);
        if (!address.isEmpty()) {
            byAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Empty for those on this machine. */
    private static String address(@Nullable SocketAddress from) {
        return from instanceof InetSocketAddress inet && inet.getAddress() != null && !inet.getAddress().isLoopbackAddress()
                ? inet.getAddress().getHostAddress()
                : "";
    }

    @Override
    public List<Sample> samples() {
        return List.of(
                new Sample("fresnel_http_connections", "gauge", "Open connections.", Map.of(), all.get()),
                new Sample("fresnel_http_connections_refused_total", "counter", "Connections closed because there was no room.", Map.of(), refused.sum()));
    }
}
