package dev.fresnel.live.search;

import dev.fresnel.live.rows.Shared;
import dev.fresnel.spi.principal.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Searches over one live store. What a search looks at stays for a while, so that the next word costs nothing. */
public final class Search {
    private static final long STAY = TimeUnit.SECONDS.toNanos(45);

    /** Clusters that one search covers. */
    static final int MOST_CLUSTERS = 8;

    private final Shared shared;
    private final Map<String, Field> fields = new HashMap<>();

    public Search(Shared shared) {
        this.shared = shared;
        shared.live().clock().scheduleWithFixedDelay(this::sweep, 15, 15, TimeUnit.SECONDS);
    }

    Shared shared() {
        return shared;
    }

    /** Uses what is looked at in one cluster; each call is answered by one {@link #release}. */
    synchronized Field use(Principal principal, String cluster) {
        Field field = fields.computeIfAbsent(principal.key() + " " + cluster, key -> new Field(shared, principal, cluster));
        field.users++;
        return field;
    }

    synchronized void release(Field field) {
        if (--field.users == 0) {
            field.idleSince = System.nanoTime();
        }
    }

    private synchronized void sweep() {
        long now = System.nanoTime();
        fields.values().removeIf(field -> {
            boolean leaves = field.users == 0 && now - field.idleSince > STAY;
            if (leaves) {
                field.close();
            }
            return leaves;
        });
    }

    /** The clusters that are meant. */
    List<String> clusters(Principal principal, List<String> named) {
        return (named.isEmpty() ? shared.live().clusters(principal) : named).stream().distinct().limit(MOST_CLUSTERS).toList();
    }
}
