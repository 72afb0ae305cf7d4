package dev.fresnel.switchboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.view.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the types of the contract that Jackson does not know look as JSON. */
final class Shapes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    Shapes() {
        super("fresnel");
        addSerializer(Json.class, new JsonWriter());
        addSerializer(Instant.class, new InstantWriter());
        addSerializer(Answer.class, new AnswerWriter());
        addSerializer(Optional.class, new OptionalWriter());
        addDeserializer(Json.class, new JsonReader());
        addDeserializer(Instant.class, new InstantReader());
        addDeserializer(Optional.class, new OptionalReader(null));
    }

    private static final class JsonWriter extends JsonSerializer<Json> {
        @Override
        public void serialize(Json value, JsonGenerator out, SerializerProvider all) throws IOException {
            if (value instanceof JsonTree tree) {
                out.writeTree(tree.type() == Json.Type.ABSENT ? NullNode.getInstance() : tree.node());
            } else {
                out.writeRawValue(value.toString());
            }
        }

        @Override
        public boolean isEmpty(SerializerProvider all, Json value) {
            return value.type() == Json.Type.ABSENT;
        }
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider all) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class OptionalWriter extends JsonSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator out, SerializerProvider all) throws IOException {
            all.defaultSerializeValue(((Optional<?>) value).orElse(null), out);
        }

        @Override
        public boolean isEmpty(SerializerProvider all, Object value) {
            return ((Optional<?>) value).isEmpty();
        }
    }

    private static final class AnswerWriter extends JsonSerializer<Object> {
        @Override
        public void serialize(Object answer, JsonGenerator out, SerializerProvider all) throws IOException {
            out.writeStartObject();
            switch ((Answer<?>) answer) {
                case Answer.Known<?> known -> {
                    all.defaultSerializeField("known", known.value(), out);
                    out.writeStringField("asOf", known.asOf().toString());
                    if (!known.coverage().whole()) {
                        all.defaultSerializeField("coverage", known.coverage(), out);
                    }
                }
                case Answer.Loading<?> loading -> out.writeBooleanField("loading", true);
                case Answer.Forbidden<?> no -> {
                    out.writeObjectFieldStart("forbidden");
                    out.writeStringField("verb", no.verb());
                    out.writeStringField("resource", no.resource());
                    out.writeStringField("namespace", no.namespace());
                    out.writeEndObject();
                }
                case Answer.Unreachable<?> down -> {
                    out.writeObjectFieldStart("unreachable");
                    out.writeStringField("since", down.since().toString());
                    out.writeStringField("detail", down.detail());
                    out.writeEndObject();
                }
            }
            out.writeEndObject();
        }
    }

    private static final class JsonReader extends JsonDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return new JsonTree(context.readTree(in));
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return new JsonTree(NullNode.getInstance());
        }

        @Override
        public Json getAbsentValue(DeserializationContext context) {
            return JsonTree.NOTHING;
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString("");
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "no time such as 2026-01-31T12:00:00Z");
            }
        }
    }

    private static final class OptionalReader extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {
        private final @Nullable JavaType content;

        OptionalReader(@Nullable JavaType content) {
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType type = property == null ? context.getContextualType() : property.getType();
            return new OptionalReader(type == null ? null : type.containedTypeOrUnknown(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(in);
            return content == null ? Optional.of(node) : Optional.of(context.readTreeAsValue(node, content));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
