package dev.fresnel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fresnel.rules.planted.live.Gate;
import dev.fresnel.rules.planted.live.Visible;
import dev.fresnel.rules.planted.live.Window;
import dev.fresnel.rules.planted.one.Impostor;
import dev.fresnel.rules.planted.one.One;
import dev.fresnel.rules.planted.two.IThing;
import dev.fresnel.rules.planted.two.ThingManager;
import dev.fresnel.rules.planted.two.Two;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds the violation that was planted for it, and stays silent about what is right. */
class PlantedTest {
    @TempDir
    Path root;

    private static List<JavaClass> classes(Class<?>... types) {
        return new ClassFileImporter().importClasses(types).stream().toList();
    }

    private Module module(String path, Class<?>... types) {
        return new Module(path, root.resolve(path), classes(types), Optional.empty());
    }

    private Module bundle(String path, String... headers) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < headers.length; i += 2) {
            manifest.getMainAttributes().putValue(headers[i], headers[i + 1]);
        }
        return new Module(path, root.resolve(path), List.of(), Optional.of(manifest));
    }

    private Module folder(String path, String file, String text) throws IOException {
        Files.createDirectories(root.resolve(path));
        Files.writeString(root.resolve(path).resolve(file), text);
        return new Module(path, root.resolve(path), List.of(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plugins/one     | planted.two.Two, jetty.planted.Server, fabric8.planted.Client, framework.Bundle
            bundles/one     | planted.two.Two, jetty.planted.Server, fabric8.planted.Client
            bundles/http    | planted.two.Two, fabric8.planted.Client
            bundles/kubernetes | planted.two.Two, jetty.planted.Server
            kernel/api      | planted.two.Two, slf4j.Logger, framework.Bundle, jetty.planted.Server
            kernel/spi      | planted.two.Two, slf4j.Logger, jetty.planted.Server
            kernel/launcher | planted.two.Two, jetty.planted.Server, api.plugin.Problem
            catalog/service | planted.two.Two, jetty.planted.Server
            """)
    void layersAreKept(String path, String expected) {
        var violations = ClassRules.layers(new House(List.of(module(path, One.class), module("plugins/two", Two.class))));
        for (var word : expected.split(", ")) {
            assertThat(violations).anyMatch(line -> line.startsWith(path + ":") && line.endsWith(word));
        }
    }

    @Test
    void whatALayerMaySeeIsNoViolation() {
        var http = ClassRules.layers(new House(List.of(module("bundles/http", One.class), module("kernel/spi", Two.class))));
        assertThat(http).filteredOn(line -> line.startsWith("bundles/http")).allMatch(line -> line.endsWith("fabric8.planted.Client"));
        var plugin = ClassRules.layers(new House(List.of(module("plugins/one", One.class, Two.class))));
        assertThat(plugin).noneMatch(line -> line.endsWith("Two") || line.endsWith("Problem") || line.endsWith("Logger"));
    }

    @Test
    void circlesAreFound() {
        assertThat(ClassRules.cycles(new House(List.of(module("plugins/a", One.class, Two.class))))).hasSize(2);
        assertThat(ClassRules.cycles(new House(List.of(module("plugins/a", One.class, Gate.class))))).isEmpty();
    }

    @Test
    void splitPackagesAreFound() {
        assertThat(ClassRules.splitPackages(new House(List.of(module("a", Two.class), module("b", IThing.class))))).hasSize(1);
    }

    @Test
    void openComponentsAreFound() {
        assertThat(ClassRules.componentsAreFinal(classes(One.class, Two.class))).singleElement().asString().contains("One");
    }

    @Test
    void badNamesAreFound() {
        assertThat(ClassRules.names(classes(ThingManager.class, IThing.class, Gate.class))).hasSize(2);
    }

    @Test
    void mutableStaticsAreFound() {
        assertThat(ClassRules.mutableStatics(classes(One.class, Gate.class))).singleElement().asString().contains("One.last");
    }

    @Test
    void thingsThatOutliveABundleAreFound() {
        assertThat(ClassRules.stickyThings(classes(One.class))).anyMatch(line -> line.contains("Timer")).anyMatch(line -> line.contains("runAsync")).anyMatch(line -> line.contains("parallelStream")).anyMatch(line -> line.contains("addShutdownHook"));
    }

    @Test
    void aSecondDoorIsFound() {
        assertThat(ClassRules.oneDoor(classes(Gate.class, Window.class, Visible.class))).singleElement().asString().contains("Window");
    }

    @Test
    void impostorsAreFound() {
        assertThat(ClassRules.principals(new House(List.of(module("bundles/http", Impostor.class))))).singleElement().asString().contains("Impostor");
        assertThat(ClassRules.principals(new House(List.of(module("bundles/access", Impostor.class))))).isEmpty();
    }

    @Test
    void wrongSymbolicNamesAreFound() {
        var house = new House(List.of(bundle("bundles/http", "Bundle-SymbolicName", "dev.fresnel.http"), bundle("catalog/service", "Bundle-SymbolicName", "dev.fresnel.catalog-service"), bundle("plugins/map", "Bundle-SymbolicName", "dev.fresnel.maps;singleton:=true")));
        assertThat(ManifestRules.symbolicNames(house)).singleElement().asString().contains("plugins/map");
    }

    @Test
    void wrongWiringOfPluginsIsFound() {
        var imports = "dev.fresnel.api.http;version=\"[0.1,0.2)\",dev.fresnel.spi.live,dev.fresnel.logs.text,org.osgi.framework,org.slf4j,com.acme;resolution:=optional";
        var house = new House(List.of(bundle("plugins/map", "Import-Package", imports, "Export-Package", "dev.fresnel.map", "DynamicImport-Package", "*")));
        assertThat(ManifestRules.pluginWiring(house)).hasSize(6).noneMatch(line -> line.contains("api.http") || line.contains("slf4j"));
    }

    @Test
    void exportsBesideComponentsAreFound() {
        var house = new House(List.of(bundle("bundles/http", "Export-Package", "dev.fresnel.http", "Service-Component", "OSGI-INF/x.xml"), bundle("kernel/api", "Export-Package", "dev.fresnel.api")));
        assertThat(ManifestRules.exportsOrComponents(house)).singleElement().asString().contains("bundles/http");
    }

    @Test
    void writtenExportsAreFound() throws IOException {
        var house = new House(List.of(folder("bundles/a", "pom.xml", "<bnd>\nExport-Package: a\n</bnd>"), folder("bundles/b", "bnd.bnd", "-exportcontents: b"), folder("bundles/c", "pom.xml", "<bnd/>")));
        assertThat(ManifestRules.writtenExports(house)).hasSize(2);
    }

    @Test
    void tracesOfTheBuildAreFound() {
        var house = new House(List.of(bundle("bundles/a", "Bnd-LastModified", "1", "Built-By", "me"), bundle("bundles/b", "Bundle-SymbolicName", "b")));
        assertThat(ManifestRules.tracesOfTheBuild(house)).hasSize(2);
    }

    @Test
    void longPomsOfPluginsAreFound() throws IOException {
        var house = new House(List.of(folder("plugins/a", "pom.xml", "x\n".repeat(26)), folder("plugins/b", "pom.xml", "x\n".repeat(25)), folder("bundles/c", "pom.xml", "x\n".repeat(99))));
        assertThat(ManifestRules.pluginPoms(house)).singleElement().asString().contains("plugins/a");
    }

    @Test
    void missingAnswersAreFound() throws IOException {
        var good = "# a\n**What it is.** x\n**What it may import.** y\n**What is lost without it.** z\n";
        var house = new House(List.of(folder("plugins/a", "README.md", good), folder("plugins/b", "README.md", "# b"), folder("plugins/c", "pom.xml", ""), folder("plugins/d", "README.md", good + "\n".repeat(60))));
        assertThat(ManifestRules.readmes(house)).hasSize(3);
    }
}
