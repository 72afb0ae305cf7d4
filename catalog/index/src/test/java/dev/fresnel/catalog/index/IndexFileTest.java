package dev.fresnel.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.index.trust.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The index file: written, read, held against its schema; what is wrong is refused by reader and schema alike. */
class IndexFileTest {
    private final Samples samples = new Samples();
    private final Index index = samples.index(
            7, Samples.NOW, Samples.NOW.plusSeconds(60), List.of(new Revocation("0".repeat(64), "bad", Samples.NOW)), samples.sealed(Samples.entry("hello", "1.2.0", "bytes")),
            Samples.entry("other", "1.0.0.rc1", "more"));

    private static Schema schema() throws IOException {
        try (InputStream in = IndexFile.class.getResourceAsStream(IndexFile.SCHEMA)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
        }
    }

    private static List<String> violations(String document) throws IOException {
        return schema().validate(document, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    @Test
    void whatIsWrittenIsReadAndKeepsTheSchema() throws Exception {
        byte[] document = IndexFile.write(index);
        assertThat(IndexFile.read(document)).isEqualTo(index);
        assertThat(IndexFile.write(IndexFile.read(document))).isEqualTo(document);
        assertThat(violations(new String(document, StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void whatOthersAddIsIgnored() throws Exception {
        String more = text().replaceFirst("\"name\"", "\"future\" : [1], \"name\"");
        assertThat(IndexFile.read(more.getBytes(StandardCharsets.UTF_8))).isEqualTo(index);
        assertThat(violations(more)).isEmpty();
    }

    private String text() {
        return new String(IndexFile.write(index), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("\"schema\" : 1", "\"schema\" : 2"), Arguments.of("\"name\" : \"main\"", "\"name\" : \"Main!\""), Arguments.of("\"version\" : 7", "\"version\" : 0"),
                Arguments.of("\"version\" : 7", "\"version\" : \"7\""), Arguments.of("\"id\" : \"hello\"", "\"id\" : \"../hello\""), Arguments.of("bundles/hello.jar", "../../etc/passwd"),
                Arguments.of("bundles/hello.jar", "file:///etc/passwd"), Arguments.of("bundles/hello.jar", "/etc/passwd"), Arguments.of("\"issued\" : \"2026", "\"issued\" : \"yesterday 2026"),
                Arguments.of("\"size\" : 5", "\"size\" : -5"), Arguments.of("\"key\" :", "\"quay\" :"), Arguments.of("\"sha256\" : \"", "\"sha256\" : \"z"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void readerAndSchemaRefuseTheSame(String right, String wrong) throws Exception {
        String document = text().replace(right, wrong);
        assertThat(document).isNotEqualTo(text());
        refused(document);
        if (!wrong.contains("..")) { // which the pattern of a path cannot tell
            assertThat(violations(document)).isNotEmpty();
        }
    }

    private static void refused(String document) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> IndexFile.read(document.getBytes(StandardCharsets.UTF_8))).satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.INDEX_INVALID);
            assertThat(refusal.words()).startsWith("index.json");
        });
    }

    @Test
    void whatTwoReadersWouldReadDifferently() {
        refused(text().replace("\"name\" : \"main\"", "\"name\" : \"main\", \"name\" : \"other\""));
        refused(text().replace("\"version\" : \"1.2.0\"", "\"version\" : \"1.3.0\""));
        refused(text() + "{}");
        refused(text().replace(index.snapshot(), "1".repeat(64)));
        refused("");
        refused("[".repeat(100_000));
        refused("[]");
    }

    @Test
    void twins() {
        Index twins = samples.index(1, Samples.entry("hello", "1.0.0", "a"), Samples.entry("hello", "1.0.0", "b"));
        refused(new String(IndexFile.write(twins), StandardCharsets.UTF_8));
    }
}
