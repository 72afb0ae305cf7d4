package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeanTest {
    private static String lean(String json, int most) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var source = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int count) {
                return super.read(into, offset, Math.min(count, most));
            }
        };
        var out = new ByteArrayOutputStream();
        new Lean(source).transferTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final String ENTRY = "{\"manager\":\"a\",\"fieldsV1\":{\"f:x\":{\"k:{\\\"uid\\\":\\\"1\\\"}\":{\".\":{},\"}\":[1,{\"\\\\\":2}]}}},\"time\":\"t\"}";
    private static final String BARE = "{\"manager\":\"a\",\"fieldsV1\":{},\"time\":\"t\"}";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void fieldSetsAreLeftOutHoweverTheTextComesInPieces(int most) throws IOException {
        String watch = "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Table\",\"metadata\":{\"resourceVersion\":\"1\"},\"rows\":[{\"cells\":[\"fieldsV1\"],\"object\":{\"metadata\" : "
                + "{\"name\":\"日本\",\"managedFields\": [%s,%s],\"uid\":\"u\"},\"spec\":{\"a\":1}}}]}}\n";
        assertThat(lean(watch.formatted(ENTRY, ENTRY).repeat(3), most)).isEqualTo(watch.formatted(BARE, BARE).repeat(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"fieldsV1\":{\"a\":1},\"managedFields\":[{\"fieldsV1\":{\"a\":1}}]}",
        "{\"spec\":{\"managedFields\":[{\"fieldsV1\":{\"a\":1}}]}}",
        "{\"metadata\":{\"fieldsV1\":{\"a\":1},\"annotations\":{\"managedFields\":\"x\",\"fieldsV1\":\"{\"}}}",
        "{\"metadata\":{\"managedFields\":{\"fieldsV1\":{\"a\":1}}}}",
        "{\"metadata\":{\"managedFields\":[{\"other\":{\"fieldsV1\":{\"a\":1}}}]}}",
        "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":\"{\",\"fieldsV1\":[{\"a\":1}]}]}}",
        "{\"metadata\":{\"annotations\":{\"x\":\"\\\"metadata\\\":{\\\"managedFields\\\":[{\\\"fieldsV1\\\":{\\\"a\\\":1}}]}\"}}}",
        "{\"x\\\"metadata\":{\"managedFields\":[{\"fieldsV1\":{\"a\":1}}]}}",
        "\"metadata\" {\"managedFields\" [{\"fieldsV1\" {\"a\" 1}}]}",
        "", "no JSON } ] : \" {", "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":",
    })
    void everythingElsePassesAsItIs(String text) throws IOException {
        assertThat(lean(text, 10_000)).isEqualTo(text);
        assertThat(lean(text, 1)).isEqualTo(text);
    }

    @Test
    void whatIsCutWithinAFieldSetEndsThere() throws IOException {
        assertThat(lean("{\"metadata\":{\"managedFields\":[{\"fieldsV1\":{\"a\":{", 5)).isEqualTo("{\"metadata\":{\"managedFields\":[{\"fieldsV1\":{");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T12:34:56Z", "1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-22T12:34:56.5Z", "2026-11-22T12:34:56.123456789Z", "0001-01-01T00:00:00Z",
        "2026-11-22T12:34:56+02:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T12:34:60Z", "2026-11-22t12:34:56z",
        "2026-11-22T12:34:56.Z", "2026-11-22T12:34:56.1234567890Z", "2026-11-22 12:34:56Z", "x", "2026-1122T12:34:56ZZ", "٢٠٢٦-11-22T12:34:56Z", "1969-12-31T23:59:59.9Z",
    })
    void timesAreReadAsJavaReadsThem(String time) {
        assertThat(ObjectCopy.millis(time)).isEqualTo(slowly(time));
    }

    @Test
    void soAreAnyTimes() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String time = java.time.Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 200_000_000_000_000L)).toString();
            assertThat(ObjectCopy.millis(time)).as(time).isEqualTo(slowly(time));
        }
    }

    private static long slowly(String time) {
        try {
            return java.time.Instant.parse(time).toEpochMilli();
        } catch (java.time.DateTimeException none) {
            return 0;
        }
    }
}
