package dev.fresnel.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.Testbed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many users of one list cost the API server, by its own count. */
class SharedWatchIT {
    private static final int USERS = 50;

    @Test
    void oneWatchServesAllUsersOfOneScope(@TempDir Path folder) throws Exception {
        assumeTrue(Testbed.missing().isEmpty(), () -> "no real API server: " + Testbed.missing().orElse(""));
        try (Scene scene = new Scene(folder, 21_010)) {
            List<Subject> users = new Cast(scene.server(), scene.admin()).crowd(scene, USERS);
            long idle = scene.watches("configmaps");
            long shared = watches(scene, "on", users, idle + 1) - idle;
            long own = watches(scene, "off", users, idle + shared + USERS) - idle - shared;
            System.out.printf("WATCHES of the API server for %d users of one list: %d with sharing, %d without%n", USERS, shared, own);
            assertThat(shared).isEqualTo(1);
            assertThat(own).isEqualTo(USERS);
        }
    }

    /**
     * Opens one list for each and counts when all show it; the sockets stay open.
     *
     * @param expected what the count has to come to: the API server counts a watch that was given up until it notices
     */
    private static long watches(Scene scene, String sharing, List<Subject> users, long expected) {
        List<Ear.Channel> open = new ArrayList<>();
        for (Subject user : users) {
            Ear ear = new Ear(scene.http, scene.products.get(sharing).live(), user, frame -> {});
            open.add(ear.rows(Scene.DIRECT, Resource.CONFIGMAPS, Set.of()));
        }
        await(() -> open.stream().allMatch(channel -> channel.moment().loaded() && !channel.moment().rows().isEmpty()));
        int rows = open.getFirst().moment().rows().size();
        scene.server().change(scene.admin(), "POST", Resource.CONFIGMAPS.path("quiet"), "{\"metadata\":{\"name\":\"late-" + sharing + "\"}}");
        await(() -> open.stream().allMatch(channel -> channel.moment().rows().size() == rows + 1));
        long end = System.nanoTime() + 60_000_000_000L;
        long now = scene.watches("configmaps");
        while (now != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000_000);
            now = scene.watches("configmaps");
        }
        return now;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
