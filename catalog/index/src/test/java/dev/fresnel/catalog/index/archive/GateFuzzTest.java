package dev.fresnel.catalog.index.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.IndexFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Foreign bytes: whatever they are, there is an answer or a refusal. Runs its inputs in each build; {@code JAZZER_FUZZ=1} looks for new ones. */
class GateFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void gate(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("gate");
        try {
            Path file = Files.write(folder.resolve("some.jar"), bytes);
            Path temporary = Files.createDirectory(folder.resolve("temporary"));
            try {
                BundleFile.open(file, new Gate(temporary, Bounds.USUAL)).text("README.md");
            } catch (Refusal refused) {
                assertThat(refused.words()).isNotBlank();
            }
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left).isEmpty();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void manifest(byte[] bytes) {
        try {
            var headers = ManifestText.kept(ManifestText.read(bytes));
            assertThat(headers.symbolicName()).isNotNull();
            headers.provideCapability().forEach(clause -> assertThat(clause.attributes()).isNotNull());
        } catch (Refusal refused) {
            assertThat(refused.reason()).isEqualTo(Reason.MANIFEST_INVALID);
        }
        Clause.parse(new String(bytes, StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "30s")
    void index(byte[] bytes) {
        try {
            byte[] written = IndexFile.write(IndexFile.read(bytes));
            assertThat(IndexFile.write(read(written))).isEqualTo(written);
        } catch (Refusal refused) {
            assertThat(refused.reason()).isEqualTo(Reason.INDEX_INVALID);
        }
    }

    private static dev.fresnel.catalog.api.Index read(byte[] bytes) {
        try {
            return IndexFile.read(bytes);
        } catch (Refusal e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }
}
