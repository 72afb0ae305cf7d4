package dev.fresnel.switchboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.switchboard.Switchboard;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** This very bundle in Felix, by Declarative Services: what a plugin gets from it goes with the plugin. */
class InstalledTest {
    @TempDir
    Path folder;

    @Test
    void aPluginThatWritesJsonThroughItsOwnCodecIsCollected() throws Exception {
        try (FelixBox felix = new FelixBox(folder.resolve("felix"))) {
            for (Class<?> library : List.of(JsonInclude.class, JsonFactory.class, ObjectMapper.class)) {
                felix.installPlaceOf(library).start();
            }
            felix.installPlaceOf(Board.class).start();
            Switchboard board = felix.service(Switchboard.class);
            assertThat(board.getClass()).as("the bundle's, not the test's").isNotSameAs(Board.class);
            var loaders = new ArrayList<WeakReference<ClassLoader>>();
            for (int i = 0; i < 5; i++) {
                loaders.add(serveOnce(felix, board, i));
            }
            assertThat(felix.service(Dump.class).state().toString()).doesNotContain("hello");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (loaders.stream().anyMatch(loader -> loader.get() != null) && System.nanoTime() < end) {
                System.gc(); // threads that held one may still be about to end
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(loaders).allMatch(loader -> loader.get() == null);
        }
    }

    private WeakReference<ClassLoader> serveOnce(FelixBox felix, Switchboard board, int i) throws Exception {
        Path jar = PluginJar.of("hello").version("1.0." + i).type("Count", """
                @Component @Route(path = "/count") public class Count implements Endpoint {
                  private final JsonCodec json;
                  @Activate public Count(@Reference JsonCodec json) { this.json = json; }
                  public record Pods(long pods, Optional<String> name) {}
                  public Response handle(Request r) {
                    Pods read = json.read(json.parse("{\\"pods\\":3}".getBytes()), Pods.class);
                    return Response.bytes("application/json", json.write(read));
                  }
                }""").build(folder);
        Bundle bundle = felix.install(Switchboard.LOCATION + i, jar);
        var generation = board.stage("hello", String.valueOf(i), bundle);
        board.probe(generation);
        board.swap(Map.of("hello", Optional.of(generation)));
        Response answer = board.table().serving().get("hello").extensions(Endpoint.class).getFirst().value().handle(null);
        assertThat(new String(((Response.Bytes) answer.body()).bytes(), UTF_8)).isEqualTo("{\"pods\":3}");
        var loader = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        board.swap(Map.of("hello", Optional.empty()));
        board.retire(generation);
        felix.uninstall(bundle);
        return loader;
    }
}
