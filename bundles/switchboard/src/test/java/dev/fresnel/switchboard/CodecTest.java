package dev.fresnel.switchboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecTest {
    private final Codec codec = new Codec();

    record Count(long pods) {}

    enum Mood {
        GOOD
    }

    record Everything(
            String text, Optional<String> maybe, Optional<List<Count>> counts, Instant when, Json raw, Mood mood, @Nullable String gone) {}

    @Test
    void recordsKeepTheirShapeBothWays() {
        var value = new Everything(
                "a\"é", Optional.of("b"), Optional.of(List.of(new Count(3))), Instant.EPOCH, codec.parse("[1,{\"x\":null}]".getBytes(UTF_8)),
                Mood.GOOD, null);
        String text = text(value);
        assertThat(text)
                .isEqualTo("{\"text\":\"a\\\"é\",\"maybe\":\"b\",\"counts\":[{\"pods\":3}],\"when\":\"1970-01-01T00:00:00Z\","
                        + "\"raw\":[1,{\"x\":null}],\"mood\":\"GOOD\"}");
        assertThat(codec.read(codec.parse(text.getBytes(UTF_8)), Everything.class)).isEqualTo(value);
    }

    @Test
    void whatIsAbsentIsLeftOutAndReadAsAbsent() {
        var value = codec.read(codec.parse("{\"text\":\"a\",\"unknown\":1,\"counts\":null}".getBytes(UTF_8)), Everything.class);
        assertThat(value.maybe()).isEmpty();
        assertThat(value.counts()).isEmpty();
        assertThat(value.raw().type()).isEqualTo(Json.Type.ABSENT);
        assertThat(text(value)).isEqualTo("{\"text\":\"a\"}");
    }

    @Test
    void anAnswerSaysWhatIsKnownOrWhyNothingIs() {
        Instant when = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(text(new Answer.Known<>(new Count(2), when)))
                .isEqualTo("{\"known\":{\"pods\":2},\"asOf\":\"2026-01-31T12:00:00Z\"}");
        assertThat(text(new Answer.Known<>(Optional.empty(), when))).isEqualTo("{\"known\":null,\"asOf\":\"2026-01-31T12:00:00Z\"}");
        assertThat(text(new Answer.Loading<Count>())).isEqualTo("{\"loading\":true}");
        assertThat(text(new Answer.Forbidden<Count>("list", "pods", "a")))
                .isEqualTo("{\"forbidden\":{\"verb\":\"list\",\"resource\":\"pods\",\"namespace\":\"a\"}}");
        assertThat(text(Map.of("x", new Answer.Unreachable<Count>(when, "refused"))))
                .isEqualTo("{\"x\":{\"unreachable\":{\"since\":\"2026-01-31T12:00:00Z\",\"detail\":\"refused\"}}}");
    }

    @Test
    void aJsonValueIsReadByPointerAndNeverNull() {
        Json json = codec.parse("{\"spec\":{\"n\":3,\"d\":1.5,\"ok\":true,\"list\":[\"a\",\"b\"]},\"a/b\":\"c\",\"no\":null}".getBytes(UTF_8));
        assertThat(json.names()).containsExactly("spec", "a/b", "no");
        assertThat(json.at("/spec/n").number(-1)).isEqualTo(3);
        assertThat(json.at("/spec/n").text()).isEqualTo("3");
        assertThat(json.at("/spec/d").number(-1)).isEqualTo(1);
        assertThat(json.at("/spec/ok").flag()).isTrue();
        assertThat(json.at("/spec/list/1").text()).isEqualTo("b");
        assertThat(json.at("/spec/list").items()).extracting(Json::text).containsExactly("a", "b");
        assertThat(json.at("/a~1b").text()).isEqualTo("c");
        assertThat(json.get("no").type()).isEqualTo(Json.Type.NULL);
        assertThat(json.get("no").present()).isFalse();
        assertThat(json.at("/spec/list/7/x").type()).isEqualTo(Json.Type.ABSENT);
        assertThat(json.at("/nothing").items()).isEmpty();
        assertThat(json.at("/nothing").number(-1)).isEqualTo(-1);
    }

    @Test
    void badTextIsAProblemWithItsPlace() {
        assertThatThrownBy(() -> codec.parse("{\"a\":".getBytes(UTF_8)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID))
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> codec.parse("{} {}".getBytes(UTF_8))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> codec.parse(new byte[0])).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> codec.parse(new ByteArrayInputStream("[1,2]".getBytes(UTF_8)), 4))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("JSON_TOO_LONG"));
        assertThat(codec.parse(new ByteArrayInputStream("[1,2]".getBytes(UTF_8)), 5).items()).hasSize(2);
        assertThatThrownBy(() -> codec.read(codec.parse("{\"pods\":\"many\"}".getBytes(UTF_8)), Count.class))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("JSON_MISMATCH"));
    }

    private String text(Object value) {
        return new String(codec.write(value), UTF_8);
    }
}
