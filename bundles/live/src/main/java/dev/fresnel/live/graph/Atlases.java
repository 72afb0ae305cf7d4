package dev.fresnel.live.graph;

import dev.fresnel.live.store.Askers;
import dev.fresnel.live.store.Live;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The atlases of one live store. What a map looked at stays for a while, so that the next map is there at once. */
public final class Atlases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Atlases.class);
    private static final long STAY = TimeUnit.SECONDS.toNanos(45);

    private final Live live;
    private final Switchboard board;
    private final Map<String, Atlas> atlases = new HashMap<>();
    private final AutoCloseable listening;

    public Atlases(Live live, Switchboard board) {
        this.live = live;
        this.board = board;
        // Builds that have gone must be let go of, used or not.
        listening = board.onSwitch((before, now) -> all().forEach(Atlas::wake));
        live.clock().scheduleWithFixedDelay(this::sweep, 15, 15, TimeUnit.SECONDS);
    }

    Live live() {
        return live;
    }

    private synchronized List<Atlas> all() {
        return List.copyOf(atlases.values());
    }

    /** What is watched for the functions of each build, by its digest. */
    public Map<String, Set<Askers.Wanted>> wanted() {
        Map<String, Set<Askers.Wanted>> sum = new HashMap<>();
        all().forEach(atlas -> atlas.wanted().forEach((digest, lists) -> sum.computeIfAbsent(digest, none -> new HashSet<>()).addAll(lists)));
        return sum;
    }

    /** Uses what is looked at in one cluster; each call is answered by one {@link #release}. */
    synchronized Atlas use(Principal principal, String cluster, Set<String> namespaces) {
        String key = principal.key() + " " + cluster + " " + String.join(",", new TreeSet<>(namespaces));
        Atlas atlas = atlases.computeIfAbsent(key, none -> new Atlas(live, board, principal, cluster, Set.copyOf(namespaces)).begin());
        atlas.users++;
        return atlas;
    }

    synchronized void release(Atlas atlas) {
        atlas.users--;
        atlas.idleSince = System.nanoTime();
    }

    private synchronized void sweep() {
        long now = System.nanoTime();
        atlases.values().removeIf(atlas -> {
            boolean leaves = atlas.users == 0 && now - atlas.idleSince > STAY;
            if (leaves) {
                atlas.close();
            }
            return leaves;
        });
    }

    @Override
    public synchronized void close() {
        try {
            listening.close();
        } catch (Exception failed) {
            LOG.warn("the maps' listener could not be taken back: {}", failed.toString());
        }
        atlases.values().forEach(Atlas::close);
        atlases.clear();
    }
}
