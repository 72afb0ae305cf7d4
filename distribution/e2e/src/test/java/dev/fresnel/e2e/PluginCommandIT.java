package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/fresnel plugin} as a person types it: of a running server, and of a folder without one. */
class PluginCommandIT {
    @TempDir
    Path folder;

    private Path shelf;
    private List<String> where = List.of();

    @BeforeEach
    void fill() throws IOException {
        shelf = Files.createDirectory(folder.resolve("shelf"));
        offer("1.0.1");
    }

    /** Puts the demo cluster on the shelf under another version. */
    private Path offer(String version) throws IOException {
        Path jar = shelf.resolve("demo-cluster-" + version + ".jar");
        try (var from = new JarFile(Layout.desktop().plugin("demo-cluster").toFile())) {
            var manifest = from.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (var to = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                for (var entry : from.stream().filter(one -> !one.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                    to.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(to);
                }
            }
        }
        return jar;
    }

    private Product.Ended plugin(String... words) {
        var line = new ArrayList<>(List.of("plugin"));
        line.addAll(List.of(words));
        line.addAll(where);
        return Product.run(folder, List.of(), line.toArray(String[]::new));
    }

    private String done(String... words) {
        var ended = plugin(words);
        assertThat(ended.code()).as(String.join(" ", words) + ": " + ended).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }

    private String refused(int code, String... words) {
        var ended = plugin(words);
        assertThat(ended.code()).as(String.join(" ", words) + ": " + ended).isEqualTo(code);
        assertThat(ended.err().lines()).as("one line").hasSize(1);
        return ended.err();
    }

    private JsonNode listed() {
        return TestHttp.parse(done("list", "--json")).path("plugins");
    }

    @Test
    void ofARunningServer() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (var product = Product.start("--plugins-dir", plugins.toString(), "--catalog", shelf.toString())) {
            product.awaitCommands();
            where = List.of("--data-dir", product.home().resolve("data").toString());
            assertThat(done("search", "demo")).contains("demo-cluster").contains("1.0.1");
            assertThat(done("info", "demo-cluster")).contains("1.0.1").contains("fits");
            assertThat(done("install", "demo-cluster")).contains("install demo-cluster").contains("Done.");
            assertThat(listed()).singleElement().satisfies(one -> {
                assertThat(one.path("id").asText()).isEqualTo("demo-cluster");
                assertThat(one.at("/installed/version").asText()).isEqualTo("1.0.1");
                assertThat(one.at("/installed/state").asText()).isEqualTo("SERVING");
            });
            assertThat(done("install", offer("1.0.2").toString())).contains("1.0.1 → 1.0.2");
            assertThat(done("rollback", "demo-cluster")).contains("1.0.2 → 1.0.1");
            done("pin", "demo-cluster");
            assertThat(done("list")).contains("pinned");
            done("unpin", "demo-cluster");
            assertThat(done("verify")).contains("good  demo-cluster 1.0.1");
            assertThat(refused(1, "install", "no-such")).contains("no-such");
            assertThat(refused(2, "instal", "demo-cluster")).contains("'instal'");
            assertThat(done("doctor")).contains("a server answers at").contains("demo-cluster 1.0.1 is serving");
            assertThat(done("remove", "demo-cluster")).contains("Done.");
            assertThat(listed()).isEmpty();
        }
        assertThat(refused(1, "list")).as("nobody answers").isNotBlank();
    }

    @Test
    void ofAFolderWithoutAServer() throws IOException {
        Path plugins = folder.resolve("plugins");
        where = List.of("--plugins-dir", plugins.toString(), "--source", shelf.toString(), "--allow-unsigned");
        assertThat(listed()).isEmpty();
        assertThat(done("search", "demo")).contains("demo-cluster").contains("1.0.1");
        assertThat(done("install", "demo-cluster@1.0.1")).contains("demo-cluster 1.0.1 is in");
        offer("1.0.2");
        done("pin", "demo-cluster");
        assertThat(done("update", "--all")).contains("is pinned");
        done("unpin", "demo-cluster");
        assertThat(done("update", "--all")).contains("demo-cluster 1.0.2 is in").contains("the former build is kept");
        assertThat(done("info", "demo-cluster")).contains("1.0.2");
        assertThat(done("rollback", "demo-cluster")).contains("demo-cluster is 1.0.1 again");
        assertThat(done("verify")).contains("good  demo-cluster 1.0.1");
        Files.copy(plugins.resolve("demo-cluster.jar"), folder.resolve("cut.jar"));
        Files.write(folder.resolve("cut.jar"), java.util.Arrays.copyOf(Files.readAllBytes(folder.resolve("cut.jar")), 4_000));
        Files.move(folder.resolve("cut.jar"), plugins.resolve("demo-cluster.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(plugin("verify")).satisfies(bad -> assertThat(bad.code()).isEqualTo(1)).satisfies(bad -> assertThat(bad.out()).contains("bad   demo-cluster"));
        assertThat(done("install", "demo-cluster")).contains("1.0.2");
        assertThat(done("remove", "demo-cluster")).contains("is gone");
        assertThat(listed()).isEmpty();
        where = List.of("--plugins-dir", plugins.toString(), "--source", shelf.toString());
        assertThat(refused(1, "install", "demo-cluster")).as("nobody vouches for it").contains("signed");
    }
}
