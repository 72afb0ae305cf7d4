package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object read whole: as a page may have it, that is without managed fields, and of a Secret with the names and sizes of its
 * values alone.
 *
 * @param text its JSON
 * @param version its resource version
 * @param uid its uid
 */
public record WholeObject(byte[] text, String version, String uid) {
    /** The answer to a GET. */
    public static WholeObject read(InputStream body, boolean secret) throws IOException {
        try (JsonParser in = Tables.JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new EOFException("the answer is no JSON object");
            }
            return read(in, secret);
        }
    }

    /** The parser stands at the start of the object, and at its end afterwards. */
    private static WholeObject read(JsonParser in, boolean secret) throws IOException {
        var bytes = new ByteArrayOutputStream(8 * 1024);
        ObjectCopy copy = new ObjectCopy(secret);
        try (JsonGenerator out = Tables.JSON.createGenerator(bytes)) {
            out.writeStartObject();
            in.nextToken();
            copy.members(in, out);
        }
        if (in.currentToken() == null) {
            throw new EOFException("the answer was cut");
        }
        return new WholeObject(bytes.toByteArray(), copy.version, copy.uid);
    }

    /** Events of a watch of whole objects. */
    public static final class Watch implements AutoCloseable {
        private final JsonParser in;
        private final boolean secret;

        public Watch(InputStream body, boolean secret) throws IOException {
            in = Tables.JSON.createParser(body);
            this.secret = secret;
        }

        /**
         * One event.
         *
         * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
         * @param code of an error, its HTTP status; else 0
         */
        public record Event(String type, WholeObject object, int code) {}

        /** @return null at the end */
        public @Nullable Event next() throws IOException {
            if (in.nextToken() == null) {
                return null;
            }
            String type = "";
            WholeObject object = null;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("type")) {
                    type = in.getText();
                } else if (field.equals("object")) {
                    object = read(in, secret);
                } else {
                    in.skipChildren();
                }
            }
            if (in.currentToken() == null || object == null) {
                throw new EOFException("the watch was cut within an event");
            }
            return new Event(type, object, type.equals("ERROR") ? code(object.text) : 0);
        }

        private static int code(byte[] status) throws IOException {
            Map<String, byte[]> found = new Projection(List.of("/code")).of(status);
            byte[] code = found.get("/code");
            return code == null ? 500 : Integer.parseInt(new String(code, java.nio.charset.StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Names of a Secret's values and their sizes in bytes, in place of {@code data}. */
    static Map<String, Integer> keys(JsonParser in) throws IOException {
        Map<String, Integer> keys = new LinkedHashMap<>();
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return keys;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            keys.put(key, in.currentToken() == JsonToken.VALUE_STRING ? decoded(in) : 0);
            in.skipChildren();
        }
        return keys;
    }

    /** Length of what base64 stands for, without making a text of it. */
    private static int decoded(JsonParser in) throws IOException {
        int length = in.getTextLength();
        char[] text = in.getTextCharacters();
        int offset = in.getTextOffset();
        int padding = 0;
        while (padding < 2 && length > padding && text[offset + length - 1 - padding] == '=') {
            padding++;
        }
        return length / 4 * 3 - padding;
    }

    static void write(Map<String, Integer> keys, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("dataKeys");
        for (var one : keys.entrySet()) {
            out.writeStartObject();
            out.writeStringField("key", one.getKey());
            out.writeNumberField("bytes", one.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
