package dev.fresnel.storage;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Build;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Which builds may still write: the serving one, and a former one for the time that its jobs have to end. */
@Component(service = Serving.class)
public final class Serving {
    private static final Duration TIME_TO_END = Duration.ofSeconds(10);

    private final Switchboard board;
    private final Duration timeToEnd;
    private final Map<String, Long> left = new ConcurrentHashMap<>();
    private final AutoCloseable watch;

    @Activate
    public Serving(@Reference Switchboard board) {
        this(board, TIME_TO_END);
    }

    Serving(Switchboard board, Duration timeToEnd) {
        this.board = board;
        this.timeToEnd = timeToEnd;
        this.watch = board.onSwitch(this::switched);
    }

    @Deactivate
    public void close() throws Exception {
        watch.close();
    }

    private void switched(Table before, Table now) {
        long at = System.nanoTime();
        left.values().removeIf(then -> at - then > timeToEnd.toNanos());
        before.serving().forEach((plugin, generation) -> {
            if (now.serving().get(plugin) != generation) {
                left.put(generation.digest(), at);
            }
        });
        now.serving().values().forEach(generation -> left.remove(generation.digest()));
    }

    /** @throws Problem CONFLICT {@code BUILD_FENCED} when the build does not serve, or no longer */
    void mayWrite(Build build) {
        Generation serving = board.table().serving().get(build.plugin());
        Long since = left.get(build.digest());
        boolean may = serving != null && serving.digest().equals(build.digest())
                || since != null && System.nanoTime() - since <= timeToEnd.toNanos();
        if (!may) {
            throw new Problem(
                    Problem.Kind.CONFLICT, "BUILD_FENCED", "This build of " + build.plugin() + " does not serve and may not write.",
                    Map.of("plugin", build.plugin()), null);
        }
    }
}
