package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fresnel.e2e.leaky.LeakyEndpoint;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Footprint;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every plugin of the layout comes and goes 20 times and leaves nothing: no class loader, no thread, no route, no word in a dump. */
@ExtendWith(LogWatcher.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeCycleIT {
    private static final int TIMES = Boolean.getBoolean("fresnel.soak") ? 1000 : 20;
    private static final int REPLACED = Boolean.getBoolean("fresnel.soak") ? 1000 : 10;

    private final Layout layout = Layout.desktop();
    private TestKernel kernel;

    @TempDir
    Path folder;

    @BeforeAll
    void start() {
        kernel = TestKernel.of(layout).start();
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private Stream<String> plugins() {
        return layout.plugins().stream().map(Layout::pluginId);
    }

    @Test
    void thereArePlugins() {
        assertThat(layout.plugins()).hasSizeGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void comesAndGoes(String id) {
        var footprints = new ArrayList<Footprint>();
        for (int i = 0; i < TIMES; i++) {
            kernel.install(layout.plugin(id));
            footprints.add(kernel.footprint(id));
            if (i % 5 == 4) {
                use(id);
            }
            kernel.remove(id);
        }
        footprints.forEach(Footprint::assertGone);
        footprints.getLast().assertForgotten();
        assertThat(kernel.http().get("/api/v1/plugins/" + id + "/").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void isReplacedByItsNextBuild(String id) {
        kernel.install(layout.plugin(id));
        var footprints = new ArrayList<Footprint>();
        for (int i = 0; i < REPLACED; i++) {
            footprints.add(kernel.footprint(id));
            if (i % 5 == 4) {
                use(id);
            }
            kernel.install(Variant.of(layout.plugin(id), folder, i));
        }
        footprints.forEach(Footprint::assertGone);
        kernel.remove(id);
    }

    /** What nobody used has not held anything either. */
    private void use(String id) {
        switch (id) {
            case "demo-cluster" -> {
                Await.until("the cluster is there", () -> kernel.http().get("/k8s/demo/api/v1/pods").statusCode() == 200);
                assertThat(kernel.http().get("/k8s/demo/api/v1/namespaces?watch=1&timeoutSeconds=1").statusCode()).isEqualTo(200);
            }
            case "resources" -> assertThat(kernel.http().get("/api/v1/plugins/resources/owners?cluster=none&resource=pods&name=x").statusCode()).isEqualTo(404);
            default -> assertThat(kernel.http().get("/api/v1/plugins/" + id + "/").statusCode()).isNotEqualTo(500);
        }
    }

    /** A test that could not fail would prove nothing. */
    @Test
    void aPluginThatStaysIsSeen() throws Exception {
        kernel.install(PluginJar.of(LeakyEndpoint.class.getPackageName(), folder));
        var footprint = kernel.footprint("leaky");
        kernel.remove("leaky");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> footprint.assertGone(Duration.ofSeconds(1))).withMessageContaining("class loader of leaky is still held");
        System.getProperties().remove(LeakyEndpoint.KEY);
        footprint.assertGone();
    }
}
