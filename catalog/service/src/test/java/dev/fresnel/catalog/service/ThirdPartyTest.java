package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.switchboard.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's bundles, unmodified, are dropped in, run, and leave. */
class ThirdPartyTest {
    private static final Path JARS = Path.of("target/third-party");

    @TempDir
    Path home;

    private Desktop desktop;

    @BeforeEach
    void open() throws Exception {
        desktop = new Desktop(home);
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    private void drop(String name) throws IOException {
        desktop.drop(JARS.resolve(name), name);
    }

    private boolean provides(String service) {
        return desktop.felix.context().getServiceReference(service) != null;
    }

    @Test
    void gogoWithItsShellAndCommands() throws Exception {
        drop("org.apache.felix.gogo.shell-1.1.4.jar");
        drop("org.apache.felix.gogo.command-1.1.2.jar");
        drop("org.apache.felix.gogo.runtime-1.1.6.jar");
        desktop.goodTime = Duration.ofSeconds(60); // however slow this machine is
        desktop.start();
        desktop.await("all three serve", () -> desktop.board.table().serving().size() == 3);
        assertThat(desktop.board.table().epoch()).as("with one write, whatever the order of their files").isEqualTo(1);
        assertThat(desktop.get("/api/v1/catalog").body().path("entries").findValuesAsText("kind")).containsOnly("bundle");
        Object processor = desktop.felix.context().getService(desktop.felix.context().getServiceReference("org.apache.felix.service.command.CommandProcessor"));
        assertThat(processor).isNotNull();
        try (var files = Files.newDirectoryStream(desktop.folder, "*.jar")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        desktop.await("all three leave", () -> desktop.installed() == 0);
    }

    @Test
    void healthChecks() throws Exception {
        for (String name : new String[] {"org.apache.felix.healthcheck.core-2.2.0.jar", "org.apache.felix.healthcheck.api-2.0.4.jar", "org.osgi.service.event-1.4.1.jar", "org.osgi.service.servlet-2.0.0.jar", "jakarta.servlet-api-5.0.0.jar"}) {
            drop(name);
        }
        desktop.start();
        desktop.await("the executor of checks is there", () -> provides("org.apache.felix.hc.api.execution.HealthCheckExecutor"));
        desktop.await("all five serve", () -> desktop.board.table().serving().size() == 5);
        desktop.catalog.close(); // the change may still be under way
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName)).as("what outlives the catalog").doesNotContain("uninstall");
    }

    private Path user(String id, String range) throws Exception {
        return PluginJar.of(id).header("Import-Package", "org.apache.commons.lang3;version='" + range + "',org.osgi.framework,!org.jspecify.*,*").type("Say", """
                @Component @Route(path = "/say") public class Say implements Endpoint {
                  public Response handle(Request r) throws Exception {
                    return Response.text(org.osgi.framework.FrameworkUtil.getBundle(Class.forName("org.apache.commons.lang3.StringUtils")).getVersion().toString());
                  }
                }""").build(home);
    }

    @Test
    void twoPluginsUseTwoVersionsOfOneLibrarySideBySide() throws Exception {
        desktop.start();
        drop("commons-lang3-3.12.0.jar");
        drop("commons-lang3-3.17.0.jar");
        desktop.drop(user("old", "[3.12,3.13)"), "old.jar");
        desktop.drop(user("young", "[3.13,4)"), "young.jar");
        desktop.await("each has its own", () -> desktop.answer("old").equals("3.12.0") && desktop.answer("young").equals("3.17.0"));
        Files.delete(desktop.folder.resolve("commons-lang3-3.12.0.jar"));
        desktop.await("what is used stays, and it is said", () -> desktop.catalog.list().plugins().toString().contains("is used by old and changes when nobody uses it any more"));
        assertThat(desktop.answer("old")).isEqualTo("3.12.0");
        Files.delete(desktop.folder.resolve("old.jar"));
        desktop.await("it leaves with its last user", () -> !desktop.board.table().serving().containsKey("org-apache-commons-lang3@3.12.0"));
        desktop.await("nothing of both is left", () -> desktop.installed() == 2);
        assertThat(desktop.answer("young")).isEqualTo("3.17.0");
    }

    @Test
    void aPluginWithoutItsLibrarySaysWhatItNeeds() throws Exception {
        desktop.start();
        desktop.drop(user("old", "[3.12,3.13)"), "old.jar");
        desktop.await("in words", () -> desktop.catalog.list().plugins().toString().contains("needs package org.apache.commons.lang3 [3.12,3.13)"));
        drop("commons-lang3-3.12.0.jar");
        desktop.await("once it is there, the plugin is tried again", () -> desktop.answer("old").equals("3.12.0"));
    }

    @Test
    void aPluginThatComesWhileItsLibraryStartsIsTriedAgain() throws Exception {
        desktop.start();
        desktop.drop(PluginJar.of("library").header("Provide-Capability", "").header("Bundle-SymbolicName", "lib.words").version("1.2.0")
                .header("Export-Package", "plug.library;version=1.2").header("Import-Package", "org.osgi.framework").header("Bundle-Activator", "plug.library.Slow")
                .type("Slow", """
                        public class Slow implements org.osgi.framework.BundleActivator {
                          public void start(org.osgi.framework.BundleContext c) throws Exception { Thread.sleep(1500); }
                          public void stop(org.osgi.framework.BundleContext c) {}
                        }""").build(home), "library.jar");
        desktop.await("it starts", () -> desktop.installed() == 1);
        desktop.drop(PluginJar.of("user").answers("u").header("Import-Package", "plug.library;version='[1,2)',!org.jspecify.*,*").build(home), "user.jar");
        desktop.await("both serve", () -> desktop.answer("user").equals("u"));
    }
}
