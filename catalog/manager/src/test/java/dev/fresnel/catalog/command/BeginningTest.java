package dev.fresnel.catalog.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeginningTest {
    @TempDir
    Path folder;

    private Path sdk;

    @BeforeEach
    void layOut() throws IOException {
        sdk = folder.resolve("my sdk");
        write("version", "0.1.0-abc\n");
        write("template/gitignore", "target/");
        write("template/pom.xml", "<id>@id@</id><name>@title@</name><v>@version@</v><sdk>@sdk@</sdk>");
        write("template/src/main/java/@package@/@Class@Thing.java", "package @package@; class @Class@Thing {}");
    }

    private void write(String path, String text) throws IOException {
        Path file = sdk.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({"hello,dev.fresnel.hello,Hello,Hello", "cost-report,dev.fresnel.costreport,CostReport,Cost report", "k8,dev.fresnel.k8,K8,K8"})
    void theOtherNamesFollowFromTheId(String id, String packageName, String className, String title) {
        var name = PluginName.of(id);
        assertThat(name.packageName()).isEqualTo(packageName);
        assertThat(name.className()).isEqualTo(className);
        assertThat(name.title()).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Hello", "1a", "a_b", "a/b", "../x", "a--b", "ab-", "class", "im-port", "x234567890123456789012345678901234567890y"})
    void refusesWhatNobodyCanCallAPlugin(String text) {
        assertThatThrownBy(() -> PluginName.of(text)).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code()).isEqualTo(Failure.MISUSE));
    }

    @Test
    void fillsTheTemplateIn() throws IOException {
        Path made = folder.resolve("made");
        assertThat(Kit.at(sdk).make(PluginName.of("cost-report"), made)).containsExactlyInAnyOrder(".gitignore", "pom.xml", "src/main/java/dev/fresnel/costreport/CostReportThing.java");
        assertThat(made.resolve("src/main/java/dev/fresnel/costreport/CostReportThing.java")).hasContent("package dev.fresnel.costreport; class CostReportThing {}");
        assertThat(Files.readString(made.resolve("pom.xml"))).startsWith("<id>cost-report</id><name>Cost report</name><v>0.1.0-abc</v><sdk>file:///").endsWith("/my%20sdk</sdk>");
    }

    @Test
    void leavesAFolderAloneThatIsNotEmpty() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("pom.xml"), "mine");
        assertThatThrownBy(() -> Kit.at(sdk).make(PluginName.of("hello"), mine)).isInstanceOf(Failure.class).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> Kit.at(sdk).make(PluginName.of("hello"), mine.resolve("pom.xml"))).isInstanceOf(Failure.class).hasMessageContaining("is not empty");
        assertThat(mine.resolve("pom.xml")).hasContent("mine");
        assertThat(mine).isDirectoryNotContaining("glob:**/src");
    }

    @Test
    void saysWhenThereIsNothingToMakePluginsFrom() {
        assertThatThrownBy(() -> Kit.at(folder.resolve("none"))).isInstanceOf(Failure.class).hasMessageContaining("unpack it again");
    }

    @Test
    void seesChangesOfSourcesAndNotOfWhatIsBuilt() throws Exception {
        Path file = Files.createDirectories(folder.resolve("p/src")).resolve("A.java");
        Files.writeString(file, "one");
        Path target = Files.createDirectories(folder.resolve("p/target"));
        var sources = new SourceFiles(folder.resolve("p"));
        Object before = sources.look();
        Files.writeString(target.resolve("a.jar"), "built");
        Files.writeString(file.resolveSibling(".A.java.swp"), "an editor's");
        assertThat(sources.look()).isEqualTo(before);
        var changed = CompletableFuture.runAsync(() -> {
            try {
                sources.awaitChange(before);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Files.writeString(file, "another");
        changed.get(60, TimeUnit.SECONDS);
        assertThat(sources.look()).isNotEqualTo(before);
    }
}
