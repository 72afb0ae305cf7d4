package dev.fresnel.switchboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The switchboard in a real Felix, with plugins that were compiled a moment ago. */
class SwapTest {
    /** Nothing is given up that is merely slow. */
    private static final Patience LONG = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofHours(1));

    /** For what never ends. */
    private static final Patience SHORT = new Patience(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofHours(1));

    @TempDir
    Path folder;

    private FelixBox felix;
    private Board board;
    private int builds;

    @BeforeEach
    void open() throws Exception {
        felix = new FelixBox(folder.resolve("felix"));
        felix.provideJson();
        board = new Board(felix.context(), felix.components, LONG);
    }

    /** From the start: a board that gives up soon. */
    private void hasty() {
        board.close();
        board = new Board(felix.context(), felix.components, SHORT);
    }

    @AfterEach
    void close() throws Exception {
        board.close();
        felix.close();
    }

    private record Staged(Generation generation, Bundle bundle) {}

    private Staged stage(String plugin, PluginJar jar) throws Exception {
        String digest = "%08x".formatted(++builds);
        Bundle bundle = felix.install(Switchboard.LOCATION + digest, jar.build(folder));
        return new Staged(board.stage(plugin, digest, bundle), bundle);
    }

    private Staged serve(String plugin, PluginJar jar) throws Exception {
        Staged staged = stage(plugin, jar);
        board.probe(staged.generation());
        board.swap(Map.of(plugin, Optional.of(staged.generation())));
        return staged;
    }

    private void takeOff(Staged former) throws Exception {
        board.retire(former.generation());
        felix.uninstall(former.bundle());
    }

    private static PluginJar says(String plugin, String text) {
        return PluginJar.of(plugin).answers(text);
    }

    private static String ask(Generation generation) throws Exception {
        var endpoint = generation.extensions(Endpoint.class).getFirst().value();
        Response response = endpoint.handle(null);
        return new String(((Response.Bytes) response.body()).bytes(), UTF_8);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    void twentySwapsUnderLoadLoseNoCallAndLeaveNoLoader() throws Exception {
        Staged serving = serve("hello", says("hello", "0"));
        var stop = new AtomicBoolean();
        var calls = new AtomicInteger();
        var failures = new AtomicReference<Throwable>();
        var loaders = new ArrayList<WeakReference<ClassLoader>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                pool.submit(() -> {
                    while (!stop.get()) {
                        try (var lease = board.lease("hello").orElseThrow()) {
                            ask(lease.generation());
                            calls.incrementAndGet();
                        } catch (Throwable e) {
                            failures.compareAndSet(null, e);
                        }
                        Thread.yield();
                    }
                });
            }
            for (int i = 1; i <= 20; i++) {
                Staged former = serving;
                loaders.add(new WeakReference<>(former.bundle().adapt(org.osgi.framework.wiring.BundleWiring.class).getClassLoader()));
                int before = calls.get();
                serving = serve("hello", says("hello", String.valueOf(i)));
                takeOff(former);
                await("calls go on", () -> calls.get() > before);
            }
            stop.set(true);
        }
        assertThat(failures.get()).isNull();
        assertThat(ask(board.table().serving().get("hello"))).isEqualTo("20");
        assertThat(board.table().epoch()).isEqualTo(21);
        board.afterlife().census();
        board.afterlife().census();
        assertThat(loaders).allMatch(loader -> loader.get() == null);
        assertThat(board.remains("hello")).isEmpty();
    }

    @Test
    void severalPluginsSwitchInOneWrite() throws Exception {
        Staged a = serve("aa", says("aa", "1"));
        Staged b = serve("bb", says("bb", "1"));
        Staged a2 = stage("aa", says("aa", "2"));
        Staged b2 = stage("bb", says("bb", "2"));
        board.probe(a2.generation());
        board.probe(b2.generation());
        var tables = new ArrayList<Table>();
        board.onSwitch((before, now) -> tables.add(now));
        Table now = board.swap(Map.of("aa", Optional.of(a2.generation()), "bb", Optional.of(b2.generation())));
        assertThat(tables).containsExactly(now);
        assertThat(now.serving()).containsEntry("aa", a2.generation()).containsEntry("bb", b2.generation());
        assertThat(a.generation().state()).isEqualTo(Generation.State.DRAINING);
        // the reverse write brings the former builds back
        Table back = board.swap(Map.of("aa", Optional.of(a.generation()), "bb", Optional.of(b.generation())));
        assertThat(back.serving()).containsEntry("aa", a.generation()).containsEntry("bb", b.generation());
        assertThat(ask(a.generation())).isEqualTo("1");
    }

    @Test
    void aLeaseHoldsTheFormerBuildAndTheDrainTimeEndsIt() throws Exception {
        hasty();
        Staged former = serve("hello", says("hello", "1"));
        var lease = former.generation().lease().orElseThrow();
        var drained = new CountDownLatch(1);
        former.generation().onDrain(drained::countDown);
        serve("hello", says("hello", "2"));
        assertThat(drained.getCount()).isZero();
        assertThat(ask(lease.generation())).isEqualTo("1");
        long start = System.nanoTime();
        board.retire(former.generation());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT.drain());
        assertThat(former.generation().state()).isEqualTo(Generation.State.GONE);
        assertThat(former.generation().lease()).isEmpty();
        assertThatThrownBy(() -> former.generation().lane()).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> former.generation().json()).isInstanceOf(Problem.class);
        lease.close();
    }

    @Test
    void whatFailsItsProbeNeverServesAndSaysWhy() throws Exception {
        Staged serving = serve("hello", says("hello", "1"));
        refused(PluginJar.of("hello").answers("2").type("Check",
                "@Component public class Check implements SelfCheck { public void check() { throw new Problem(Problem.Kind.CONFLICT, \"X\", \"the moon is full\"); } }"),
                "the moon is full");
        refused(PluginJar.of("hello").type("Broken",
                "@Component @Route(path=\"/x\") public class Broken implements Endpoint { public Broken() { throw new IllegalStateException(\"no ink\"); } public Response handle(Request r) { return null; } }"),
                "IllegalStateException: no ink");
        refused(PluginJar.of("hello").type("Needy",
                "@Component @Route(path=\"/x\") public class Needy implements Endpoint { @Activate public Needy(@Reference java.util.concurrent.Executor e) {} public Response handle(Request r) { return null; } }"),
                "needs a service java.util.concurrent.Executor");
        refused(says("hello", "2").resource("contributions.json", "{\"contract\":"), "contributions.json: This is no JSON (line 1");
        refused(starting("throw new IllegalStateException(\"no engine\");"), "start threw IllegalStateException: no engine");
        refused(says("hello", "2").header("Import-Package", "dev.fresnel.api.graph;version='[1.2,2)',*"), "needs package dev.fresnel.api.graph [1.2,2)");
        assertThat(board.table().serving().get("hello")).isSameAs(serving.generation());
        assertThat(ask(serving.generation())).isEqualTo("1");
    }

    private static PluginJar starting(String body) {
        return PluginJar.of("hello").header("Bundle-Activator", "plug.hello.Start").type("Start", """
                public class Start implements org.osgi.framework.BundleActivator {
                  public void start(org.osgi.framework.BundleContext c) throws Exception { %s }
                  public void stop(org.osgi.framework.BundleContext c) {}
                }""".formatted(body));
    }

    private void refused(PluginJar jar, String reason) throws Exception {
        Staged staged = stage("hello", jar);
        assertThatThrownBy(() -> board.probe(staged.generation())).isInstanceOf(Problem.class).hasMessageContaining(reason);
        assertThat(staged.generation().state()).isEqualTo(Generation.State.GONE);
        assertThat(staged.generation().extensions(Endpoint.class)).isEmpty();
        felix.uninstall(staged.bundle());
    }

    @Test
    void aStartThatNeverEndsIsSaid() throws Exception {
        hasty();
        refused(starting("Thread.sleep(60_000);"), "start did not end within 2 s");
        Staged staged = stage("hello", starting("while (System.getProperty(\"let.go\") == null) Thread.onSpinWait();"));
        try {
            assertThatThrownBy(() -> board.probe(staged.generation())).hasMessageContaining("did not end within 2 s");
            assertThat(board.remains("hello")).anyMatch(line -> line.startsWith("restart needed to unload"));
            assertThat(board.state().toString()).contains("restart needed to unload");
        } finally {
            System.setProperty("let.go", "1");
        }
        await("the thread ends", () -> board.remains("hello").isEmpty());
        System.clearProperty("let.go");
    }

    @Test
    void nobodyWiresToAStagedBundle() throws Exception {
        Staged staged = stage("hello", says("hello", "1").header("Export-Package", "plug.hello;version=1.0.0"));
        Path asker = PluginJar.of("asker").header("Import-Package", "plug.hello").resource("x.txt", "x").build(folder);
        Bundle unrelated = felix.install("unrelated", asker);
        assertThatThrownBy(unrelated::start).isInstanceOf(BundleException.class).hasMessageContaining("plug.hello");
        // not even in the moment between installing and staging
        Bundle early = felix.install(Switchboard.LOCATION + "early", PluginJar.of("other").type("Other", "public class Other {}")
                .header("Export-Package", "plug.other;version=1.0.0").build(folder));
        Bundle second = felix.install("second", PluginJar.of("second").header("Import-Package", "plug.other").resource("x.txt", "x").build(folder));
        assertThatThrownBy(second::start).isInstanceOf(BundleException.class);
        assertThat(early.getState()).isEqualTo(Bundle.INSTALLED);
        board.probe(staged.generation());
        board.swap(Map.of("hello", Optional.of(staged.generation())));
        unrelated.start();
        assertThat(unrelated.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void aJobRunsOnceOverAllBuilds() throws Exception {
        System.setProperty("job.running", "");
        PluginJar jar = PluginJar.of("work").type("Clock", """
                @Component public class Clock implements Job {
                  public void run() throws InterruptedException {
                    synchronized (System.class) { System.setProperty("job.running", System.getProperty("job.running") + "+"); }
                    try { Thread.sleep(60_000); } finally {
                      synchronized (System.class) { System.setProperty("job.running", System.getProperty("job.running") + "-"); }
                    }
                  }
                }""");
        Staged first = serve("work", jar);
        await("first runs", () -> System.getProperty("job.running").equals("+"));
        Staged second = serve("work", jar.version("1.0.1"));
        await("second runs after the first", () -> System.getProperty("job.running").equals("+-+"));
        takeOff(first);
        board.swap(Map.of("work", Optional.empty()));
        await("no job is left", () -> System.getProperty("job.running").equals("+-+-"));
        takeOff(second);
        assertThat(board.remains("work")).isEmpty();
    }

    @Test
    void aJobThatDoesNotEndIsLeftBehindAndSaid() throws Exception {
        hasty();
        PluginJar deaf = PluginJar.of("work").type("Deaf", """
                @Component public class Deaf implements Job {
                  public void run() {
                    System.setProperty("deaf." + System.getProperty("deaf.next"), "1");
                    while (System.getProperty("deaf.end") == null) Thread.onSpinWait();
                  }
                }""");
        System.setProperty("deaf.next", "a");
        Staged first = serve("work", deaf);
        await("first runs", () -> System.getProperty("deaf.a") != null);
        System.setProperty("deaf.next", "b");
        Staged second = stage("work", deaf.version("1.0.1"));
        board.probe(second.generation());
        long begun = System.nanoTime();
        board.swap(Map.of("work", Optional.of(second.generation())));
        boolean runs = System.getProperty("deaf.b") != null;
        assertThat(runs && System.nanoTime() - begun < SHORT.job().toNanos()).as("both at once").isFalse();
        await("second runs in the end", () -> System.getProperty("deaf.b") != null);
        takeOff(first);
        assertThat(board.remains("work")).anyMatch(line -> line.contains("1 thread does not end"));
        System.setProperty("deaf.end", "1");
        await("it ended", () -> board.remains("work").isEmpty());
    }

    @Test
    void jsonOfAPluginsRecordsDoesNotKeepItsLoader() throws Exception {
        PluginJar jar = PluginJar.of("hello").type("Count", """
                @Component @Route(path = "/count") public class Count implements Endpoint {
                  private final JsonCodec json;
                  @Activate public Count(@Reference JsonCodec json) { this.json = json; }
                  public record Pods(long pods, Optional<String> name, List<Pods> all, Mood mood) {}
                  public enum Mood { GOOD }
                  public Response handle(Request r) {
                    var value = new Pods(3, Optional.of("a"), List.of(new Pods(1, Optional.empty(), List.of(), Mood.GOOD)), null);
                    json.read(json.parse(json.write(value)), Pods.class);
                    return Response.json(value);
                  }
                }""");
        Staged staged = serve("hello", jar);
        var loader = new WeakReference<>(staged.bundle().adapt(org.osgi.framework.wiring.BundleWiring.class).getClassLoader());
        var value = (Response.Value) staged.generation().extensions(Endpoint.class).getFirst().value().handle(null).body();
        assertThat(new String(staged.generation().json().write(value.value()), UTF_8)).startsWith("{\"pods\":3,\"name\":\"a\",\"all\":[{");
        value = null;
        board.swap(Map.of("hello", Optional.empty()));
        takeOff(staged);
        board.afterlife().census();
        board.afterlife().census();
        assertThat(loader.get()).isNull();
    }

    @Test
    void theThirdZombieTurnsHotSwapOff() throws Exception {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Staged staged = serve("hello", says("hello", String.valueOf(i)));
            held.add(staged.generation().extensions(Endpoint.class).getFirst().value());
            board.swap(Map.of("hello", Optional.empty()));
            takeOff(staged);
        }
        board.afterlife().census();
        board.afterlife().census();
        assertThat(board.remains("hello")).anyMatch(line -> line.contains("hot swap of this plugin is off"));
        assertThatThrownBy(() -> stage("hello", says("hello", "4")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("HOT_SWAP_OFF"));
        stage("other", says("other", "1"));
        held.clear();
        stage("hello", says("hello", "4"));
        assertThat(board.remains("hello")).isEmpty();
    }
}
