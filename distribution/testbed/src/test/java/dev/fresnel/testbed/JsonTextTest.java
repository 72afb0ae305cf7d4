package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    @Test
    void writesEveryKindOfValue() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", List.of(1, true, "x"));
        object.put("b", Map.of());
        object.put("none", Optional.empty());
        object.put("quote\"", "line\nback\\slash\ttab");

        assertThat(JsonText.of(object)).isEqualTo("""
                {"a":[1,true,"x"],"b":{},"none":null,"quote\\"":"line\\nback\\\\slash\\u0009tab"}""");
    }

    @Test
    void findsAStringField() {
        assertThat(JsonText.string("{\"Path\": \"x\", \"Dir\": \"/a/b\"}", "Dir")).contains("/a/b");
        assertThat(JsonText.string("{\"Error\": \"no\"}", "Dir")).isEmpty();
    }
}
