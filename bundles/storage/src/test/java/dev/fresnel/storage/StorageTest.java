package dev.fresnel.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.switchboard.Board;
import dev.fresnel.switchboard.FelixBox;
import dev.fresnel.switchboard.PluginJar;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The bundle in Felix, with plugins that keep settings and records. */
class StorageTest {
    @TempDir
    Path folder;

    private FelixBox felix;
    private Switchboard board;
    private int builds;

    @BeforeEach
    void open() throws Exception {
        felix = new FelixBox(folder.resolve("felix"), Map.of("fresnel.data-dir", folder.resolve("data").toString()));
        for (Class<?> library : List.of(JsonInclude.class, JsonFactory.class, ObjectMapper.class, Board.class, Cabinet.class)) {
            felix.installPlaceOf(library).start();
        }
        board = felix.service(Switchboard.class);
    }

    @AfterEach
    void close() throws Exception {
        felix.close();
    }

    private record Served(Generation generation, Bundle bundle) {}

    private Generation stage(PluginJar jar) throws Exception {
        String digest = "d" + ++builds;
        return board.stage("hello", digest, felix.install(Switchboard.LOCATION + digest, jar.build(folder)));
    }

    private Served serve(PluginJar jar) throws Exception {
        Generation generation = stage(jar);
        board.probe(generation);
        board.swap(Map.of("hello", Optional.of(generation)));
        return new Served(generation, felix.context().getBundle(Switchboard.LOCATION + "d" + builds));
    }

    private static String ask(Generation generation) throws Exception {
        Response answer = generation.extensions(Endpoint.class).getFirst().value().handle(null);
        return new String(((Response.Bytes) answer.body()).bytes(), UTF_8);
    }

    private static PluginJar keeps(String version, String body) {
        return PluginJar.of("hello").version(version).type("Say", """
                @Component @Route(path = "/say") public class Say implements Endpoint {
                  record Seen(int times, String last) {}
                  private final Store store; private final JsonCodec json;
                  @Activate public Say(@Reference Store store, @Reference JsonCodec json) { this.store = store; this.json = json; }
                  public Response handle(Request r) { %s }
                }""".formatted(body));
    }

    private static final String COUNT = """
            Seen seen = store.get("seen").map(found -> json.read(found, Seen.class)).orElse(new Seen(0, ""));
            store.put("seen", new Seen(seen.times() + 1, "now"));
            return Response.text(String.valueOf(seen.times()) + store.keys("s"));""";

    @Test
    void recordsOutliveTheBuildThatWroteThemAndAFormerBuildMayNotWrite() throws Exception {
        Served first = serve(keeps("1.0.0", COUNT));
        var loader = new WeakReference<>(first.bundle().adapt(BundleWiring.class).getClassLoader());
        assertThat(ask(first.generation())).isEqualTo("0[seen]");
        assertThat(ask(first.generation())).isEqualTo("1[seen]");
        Served second = serve(keeps("1.1.0", COUNT));
        assertThat(ask(second.generation())).isEqualTo("2[seen]");
        board.retire(first.generation());
        felix.uninstall(first.bundle());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc(); // threads that held it may still be about to end
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(loader.get()).as("what the store read and wrote of the plugin's classes").isNull();
        Generation candidate = stage(keeps("1.2.0", COUNT).type("Check", """
                @Component public class Check implements SelfCheck {
                  private final Store store;
                  @Activate public Check(@Reference Store store) { this.store = store; }
                  public void check() { store.put("x", 1); }
                }"""));
        assertThatThrownBy(() -> board.probe(candidate)).isInstanceOf(Problem.class).hasMessageContaining("does not serve and may not write");
    }

    @Test
    void aPluginCannotKeepTooMuch() throws Exception {
        Served plugin = serve(keeps("1.0.0", """
                try { store.put("big", "x".repeat(70_000)); return Response.text("kept"); }
                catch (Problem p) { return Response.text(p.code()); }"""));
        assertThat(ask(plugin.generation())).isEqualTo("STORE_FULL");
    }

    private static PluginJar greets(String version, int schema, String record, String fields, String answer) {
        return PluginJar.of("hello").version(version).type("Greeting", """
                @SettingsType(id = "greeting", title = "t", schema = %d) record Greeting(%s) {}""".formatted(schema, record))
                .type("Say", """
                @Component @Route(path = "/say") public class Say implements Endpoint {
                  private final Settings settings;
                  @Activate public Say(@Reference Settings settings) { this.settings = settings; }
                  public Response handle(Request r) { return Response.text(%s); }
                }""".formatted(answer))
                .resource("plugin.json", """
                {"contract":1,"settings":[{"id":"greeting","title":"t","scope":"INSTALL","schema":%d,"fields":[%s]}]}""".formatted(schema, fields));
    }

    private static final PluginJar OLD = greets(
            "1.0.0", 1, "@Setting(value=\"Hello\") String word", "{\"name\":\"word\",\"type\":\"text\",\"value\":\"Hello\"}", "settings.get(Greeting.class).word()");

    private static PluginJar newer(String migration) {
        return greets(
                        "2.0.0", 2, "@Setting java.util.List<String> words", "{\"name\":\"words\",\"type\":\"list\"}",
                        "settings.get(Greeting.class).words().toString()")
                .type("Move", """
                @Component public class Move implements Migration {
                  public String settings() { return "greeting"; }
                  public Map<String, Object> migrate(int schema, Json former) { %s }
                }""".formatted(migration));
    }

    private void set(String text) throws Exception {
        Path place = folder.resolve("data/storage/settings/hello/greeting/install");
        Files.createDirectories(place);
        Files.writeString(place.resolve("1.json"), "{\"word\":\"" + text + "\"}");
        Files.writeString(place.resolve("current"), "1");
    }

    @Test
    void settingsAreDefaultsUntilSet() throws Exception {
        assertThat(ask(serve(OLD).generation())).isEqualTo("Hello");
    }

    @Test
    void aCandidateMigratesACopyAndTheWayBackFindsTheFormer() throws Exception {
        set("Moin");
        Served old = serve(OLD);
        assertThat(ask(old.generation())).isEqualTo("Moin");
        Generation candidate = stage(newer("return Map.of(\"words\", List.of(former.get(\"word\").text(), \"!\"));"));
        board.probe(candidate);
        assertThat(ask(old.generation())).as("a copy was migrated").isEqualTo("Moin");
        board.swap(Map.of("hello", Optional.of(candidate)));
        assertThat(ask(candidate)).isEqualTo("[Moin, !]");
        assertThat(folder.resolve("data/storage/settings/hello/greeting/install/current")).hasContent("2");
        board.swap(Map.of("hello", Optional.of(old.generation())));
        assertThat(ask(old.generation())).as("rolled back").isEqualTo("Moin");
        assertThat(folder.resolve("data/storage/settings/hello/greeting/install/current")).hasContent("1");
    }

    @Test
    void aMigrationThatFailsOrIsMissingRefusesTheBuildAndTouchesNothing() throws Exception {
        set("Moin");
        Served old = serve(OLD);
        Generation fails = stage(newer("throw new IllegalStateException(\"no idea\");"));
        assertThatThrownBy(() -> board.probe(fails)).isInstanceOf(Problem.class).hasMessageContaining("cannot migrate its settings from 1 to 2");
        Generation wrong = stage(newer("return Map.of(\"words\", 7);"));
        assertThatThrownBy(() -> board.probe(wrong)).isInstanceOf(Problem.class).hasMessageContaining("words is no list");
        Generation without = stage(greets("2.0.0", 2, "@Setting String other", "{\"name\":\"other\",\"type\":\"text\"}", "\"\""));
        assertThatThrownBy(() -> board.probe(without)).isInstanceOf(Problem.class).hasMessageContaining("has no Migration for it");
        assertThat(ask(old.generation())).isEqualTo("Moin");
        assertThat(folder.resolve("data/storage/settings/hello/greeting/install/current")).hasContent("1");
    }
}
