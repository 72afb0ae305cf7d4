package dev.fresnel.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.e2e.oracle.Relay.Weather;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What API servers and networks do to the live store. Objects come and go all the while; after each fault every list that was open
 * shows what the API server answers that user. In short with each build, whole with {@code -Psoak}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsOnClusterIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final boolean BUDGETS = "1".equals(System.getenv("FRESNEL_BUDGETS"));
    private static final Duration PATIENCE = Duration.ofSeconds(SOAK ? 600 : 120); // a thousand lists, one after the other

    /** Clusters whose lists and watches are counted. */
    private static final int WAYS = SOAK ? 20 : 3;

    @TempDir
    static Path folder;

    private static FaultScene scene;
    private static Subject admin;

    @BeforeAll
    static void begin() throws Exception {
        assumeTrue(Testbed.missing().isEmpty(), () -> "no real API server: " + Testbed.missing().orElse(""));
        scene = new FaultScene(folder, 21_100, WAYS);
        admin = scene.subject(User.ADMIN);
    }

    @AfterAll
    static void end() {
        if (scene != null) {
            scene.close();
        }
    }

    private static Agreement lists(String cluster) throws IOException {
        Agreement agreement = scene.agreement()
                .open(admin, cluster, Resource.PODS)
                .open(admin, cluster, Resource.CONFIGMAPS)
                .open(admin, cluster, Resource.SECRETS)
                .open(scene.subject(User.VIEWER), cluster, Resource.PODS)
                .open(scene.subject(User.VIEWER), cluster, Resource.CONFIGMAPS, "alpha", "beta")
                .open(scene.subject(User.DEV), cluster, Resource.SECRETS, "dev");
        agreement.holds("opening", PATIENCE);
        return agreement;
    }

    private static void told(String fault, long millis) {
        System.out.printf("FAULT %s: all lists right again after %d ms (%d changes so far)%n", fault, millis, scene.churn.changes.get());
    }

    private static void last(long seconds) {
        LockSupport.parkNanos(seconds * 1_000_000_000L);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    @Order(1)
    void aNetworkThatCutsSlowsTruncatesAndSwallows() throws Exception {
        try (Agreement open = lists(FaultScene.RELAYED)) {
            for (int i = 0; i < (SOAK ? 20 : 3); i++) {
                scene.relay.cut();
                LockSupport.parkNanos(300_000_000);
            }
            told("cut", open.holds("cuts", PATIENCE));
            scene.relay.become(Weather.slow(8_000));
            scene.relay.cut();
            last(SOAK ? 30 : 3);
            scene.relay.become(Weather.FINE);
            told("slow", open.holds("a slow network", PATIENCE));
            scene.relay.become(Weather.truncating(6_000));
            scene.relay.cut();
            last(SOAK ? 30 : 3);
            scene.relay.become(Weather.FINE);
            told("truncated", open.holds("truncated answers", PATIENCE));
            scene.relay.become(Weather.SILENT);
            last(SOAK ? 60 : 4);
            scene.relay.cut();
            scene.relay.become(Weather.FINE);
            told("silent", open.holds("a silent network", PATIENCE));
        } finally {
            scene.relay.become(Weather.FINE);
        }
    }

    @Test
    @Order(2)
    void anApiServerThatIsKilledUnderLoad() throws Exception {
        try (Agreement open = lists(FaultScene.RELAYED)) {
            for (int i = 0; i < (SOAK ? 5 : 1); i++) {
                scene.testbed.trouble().killApiServer();
                scene.testbed.trouble().startApiServer();
                told("kill -9 and restart", open.holds("kill -9", PATIENCE));
            }
        }
    }

    @Test
    @Order(3)
    void anApiServerThatStandsStill() throws Exception {
        try (Agreement open = lists(FaultScene.RELAYED)) {
            scene.testbed.trouble().freezeApiServer();
            try {
                last(SOAK ? 60 : 10);
            } finally {
                scene.testbed.trouble().thawApiServer();
            }
            told("SIGSTOP", open.holds("standing still", PATIENCE));
        }
    }

    @Test
    @Order(4)
    void versionsThatEtcdHasForgotten() throws Exception {
        Turnstile way = scene.turnstiles.getFirst();
        try (Agreement open = lists("counted-0")) {
            way.turnedAway.clear();
            way.gone.clear();
            way.busy(true);
            way.cut();
            long before = scene.churn.changes.get();
            await("changes that nobody is told of", () -> scene.churn.changes.get() > before + 20);
            scene.testbed.trouble().compact();
            scene.testbed.trouble().killApiServer();
            scene.testbed.trouble().startApiServer();
            way.busy(false);
            told("compaction", open.holds("compaction", PATIENCE));
            assertThat(way.gone).as("watches that were told 410").contains("/api/v1/pods", "/api/v1/configmaps", "/api/v1/secrets").containsAll(way.turnedAway);
        } finally {
            way.busy(false);
        }
    }

    @Test
    @Order(5)
    void aStormOfTooManyRequests() throws Exception {
        Turnstile way = scene.turnstiles.getFirst();
        long seconds = SOAK ? 60 : 5;
        try (Agreement open = lists("counted-0")) {
            int stores = way.watching();
            way.refused.set(0);
            long began = System.nanoTime();
            way.busy(true);
            way.cut();
            last(seconds);
            await("each has asked", () -> way.refused.get() >= stores);
            int asked = way.refused.get();
            long lasted = Math.ceilDiv(System.nanoTime() - began, 1_000_000_000L);
            way.busy(false);
            told("429", open.holds("429", PATIENCE));
            assertThat(asked).as("requests of " + stores + " stores while each is told to wait a second").isBetween(stores, (int) ((stores + 12) * (lasted + 1)));
        } finally {
            way.busy(false);
        }
    }

    /** Check 29: what is old says so, others are not touched, and nothing is listed anew that can be gone on with. */
    @Test
    @Order(8)
    void aClusterThatStopsWhileOthersGoOn() throws Exception {
        Turnstile way = scene.turnstiles.getFirst();
        try (Agreement stopped = lists("counted-0"); Agreement other = lists("counted-1")) {
            long threads = scene.meter("jvm_threads_current");
            way.down(true);
            long began = System.nanoTime();
            await("it is said that it is old", () -> Set.of("stale", "unreachable").containsAll(stopped.ages()));
            long told = (System.nanoTime() - began) / 1_000_000;
            System.out.printf("FAULT a cluster stops: said after %d ms%n", told);
            if (BUDGETS) {
                assertThat(told).as("ms until the page says so").isLessThan(5_000);
            }
            last(SOAK ? 300 : 4);
            other.holds("the stop of another cluster", BUDGETS ? Duration.ofSeconds(10) : PATIENCE);
            await("the other cluster's lists are live", () -> other.ages().equals(Set.of("live")));
            way.down(false);
            told("a cluster that stopped", stopped.holds("the stop", PATIENCE));
            last(SOAK ? 60 : 2);
            assertThat(way.asked).as("lists after it came back, of all namespaces and of those that somebody may see alone").doesNotHaveDuplicates();
            await("no thread is left over", () -> scene.meter("jvm_threads_current") <= threads + 10);
        } finally {
            way.down(false);
        }
    }

    @Test
    @Order(6)
    void aTokenThatEndsWhileItCarriesTheWatchOfOthers() throws Exception {
        long seconds = SOAK ? 60 : 10;
        while (!sharedUntilItEnded(seconds)) {
            seconds *= 2;
            assertThat(seconds).as("two lists open in less than 80 s").isLessThanOrEqualTo(80);
        }
    }

    /** @return false when the token had ended before both had their lists, which shows nothing */
    private static boolean sharedUntilItEnded(long seconds) throws Exception {
        Subject stayer = scene.until("stayer", Instant.now().plusSeconds(3600));
        await("the issuer is believed", () -> scene.server.list(stayer, Resource.PODS, "").granted());
        Instant end = Instant.now().plusSeconds(seconds);
        Subject leaver = scene.until("leaver", end);
        boolean shared = false;
        try (Agreement first = scene.agreement().open(leaver, "counted-1", Resource.PODS)) {
            first.holds("opening", PATIENCE);
            try (Agreement second = scene.agreement().open(stayer, "counted-1", Resource.PODS)) {
                second.holds("opening", PATIENCE);
                await("one watch for both", () -> scene.turnstiles.get(1).watching() == 1);
                shared = Instant.now().isBefore(end);
                if (shared) {
                    theOtherGoesOn(leaver, first, second);
                }
                return shared;
            }
        } catch (CompletionException | AssertionError failed) {
            if (shared || Instant.now().isBefore(end)) {
                throw failed;
            }
            return false;
        }
    }

    private static void theOtherGoesOn(Subject leaver, Agreement first, Agreement second) {
        await("the API server knows the token no more", () -> scene.server.list(leaver, Resource.PODS, "").status() == 401);
        told("token ended, whose it was", first.holds("the end of its token", BUDGETS ? Duration.ofSeconds(35) : PATIENCE));
        told("token ended, who shares its watch", second.holds("the end of another's token", PATIENCE));
        // the way between notices that the old watch is gone when it has something to pass on
        await("one watch goes on", () -> scene.turnstiles.get(1).watching() == 1);
    }

    /** Check 30. */
    @Test
    @Order(7)
    void fiftyKindsOfManyClustersThatFailAtOnce() {
        List<Resource> kinds = scene.kinds(admin).stream().limit(50).toList();
        assertThat(kinds).hasSize(50);
        Set<String> paths = kinds.stream().map(kind -> kind.path("")).collect(Collectors.toSet());
        try (Agreement open = scene.agreement()) {
            for (int i = 0; i < WAYS; i++) {
                String cluster = "counted-" + i;
                kinds.forEach(kind -> open.open(admin, cluster, kind));
            }
            open.holds("opening", PATIENCE);
            await("50 watches at each", () -> scene.turnstiles.stream().allMatch(way -> way.watching() >= 50));
            long began = System.nanoTime();
            scene.turnstiles.forEach(way -> way.expire(paths));
            await("all are read anew", () -> scene.turnstiles.stream().allMatch(way -> way.begun.size() >= 50 && way.watching() >= 50));
            told("50 kinds of " + WAYS + " clusters", open.holds("the storm", PATIENCE));
            for (Turnstile way : scene.turnstiles) {
                LongSummaryStatistics when = way.begun.stream().mapToLong(at -> at - began).summaryStatistics();
                System.out.printf("STORM %d lists over %.1f s, at most %d at once%n", when.getCount(), when.getMax() / 1e9, way.mostLists.get());
                assertThat(way.mostLists.get()).as("lists in flight").isLessThanOrEqualTo(2);
                assertThat(when.getMax() - when.getMin()).as("ns of spread").isGreaterThanOrEqualTo(10_000_000_000L);
            }
        }
    }
}
