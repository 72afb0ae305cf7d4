package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies one object from parser to generator in one pass, drops what is never kept (managed fields, the last applied
 * configuration; of Secrets every value) and notes its metadata on the way.
 */
final class ObjectCopy {
    static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String INITIAL_END = "k8s.io/initial-events-end";
    private static final String USUAL = "0000-00-00T00:00:00Z";

    String name = "";
    String namespace = "";
    String uid = "";
    String version = "";
    long created;
    long deleted;
    boolean initialEnd;
    final List<String> labels = new ArrayList<>();
    final List<String> owners = new ArrayList<>();
    final Authors authors = new Authors();

    private final boolean secret;

    ObjectCopy(boolean secret) {
        this.secret = secret;
    }

    /** The parser stands at a field name or at the end of the object whose start has been written already. */
    void members(JsonParser in, JsonGenerator out) throws IOException {
        while (in.currentToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (secret && field.equals("data")) {
                WholeObject.write(WholeObject.keys(in), out);
            } else if (secret && field.equals("stringData")) {
                in.skipChildren();
            } else {
                out.writeFieldName(field);
                if (field.equals("metadata") && in.currentToken() == JsonToken.START_OBJECT) {
                    metadata(in, out);
                } else {
                    value(in, out);
                }
            }
            in.nextToken();
        }
        out.writeEndObject();
    }

    private void metadata(JsonParser in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "managedFields" -> authors.read(in);
                case "labels", "annotations" -> texts(in, out, field);
                case "ownerReferences" -> owners(in, out);
                default -> {
                    note(field, in);
                    out.writeFieldName(field);
                    value(in, out);
                }
            }
        }
        out.writeEndObject();
    }

    private void note(String field, JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            return;
        }
        switch (field) {
            case "name" -> name = in.getText();
            case "namespace" -> namespace = in.getText();
            case "uid" -> uid = in.getText();
            case "resourceVersion" -> version = in.getText();
            case "creationTimestamp" -> created = millis(in.getText());
            case "deletionTimestamp" -> deleted = millis(in.getText());
            default -> {}
        }
    }

    /** Epoch ms of an RFC 3339 time, 0 when it is none. */
    static long millis(String time) {
        try {
            return usual(time) ? plain(time) : Instant.parse(time).toEpochMilli();
        } catch (DateTimeException none) {
            return 0;
        }
    }

    /** As API servers write nearly all of them: {@code 2026-01-31T12:00:00Z}. */
    private static boolean usual(String time) {
        if (time.length() != USUAL.length()) {
            return false;
        }
        for (int i = 0; i < USUAL.length(); i++) {
            char wanted = USUAL.charAt(i);
            char there = time.charAt(i);
            if (wanted == '0' ? there < '0' || there > '9' : there != wanted) {
                return false;
            }
        }
        return number(time, 11, 13) < 24 && number(time, 14, 16) < 60 && number(time, 17, 19) < 60;
    }

    private static long plain(String time) {
        long day = LocalDate.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10)).toEpochDay();
        return 1000 * (((day * 24 + number(time, 11, 13)) * 60 + number(time, 14, 16)) * 60 + number(time, 17, 19));
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private void texts(JsonParser in, JsonGenerator out, String field) throws IOException {
        out.writeFieldName(field);
        if (in.currentToken() != JsonToken.START_OBJECT) {
            value(in, out);
            return;
        }
        boolean label = field.equals("labels");
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            initialEnd |= key.equals(INITIAL_END);
            if (key.equals(LAST_APPLIED)) {
                continue;
            }
            if (label) {
                labels.add(key);
                labels.add(in.getText());
            }
            out.writeFieldName(key);
            value(in, out);
        }
        out.writeEndObject();
    }

    private void owners(JsonParser in, JsonGenerator out) throws IOException {
        out.writeFieldName("ownerReferences");
        if (in.currentToken() != JsonToken.START_ARRAY) {
            value(in, out);
            return;
        }
        out.writeStartArray();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("uid")) {
                    owners.add(in.getText());
                }
                out.writeFieldName(field);
                value(in, out);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Copies the value at which the parser stands; it stands at its last token then. */
    static void value(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = in.currentToken();
            switch (token) {
                case START_OBJECT -> {
                    out.writeStartObject();
                    depth++;
                }
                case START_ARRAY -> {
                    out.writeStartArray();
                    depth++;
                }
                case END_OBJECT -> {
                    out.writeEndObject();
                    depth--;
                }
                case END_ARRAY -> {
                    out.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> out.writeFieldName(in.currentName());
                case VALUE_STRING -> out.writeString(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
                // As written: a double would change 1e3 or a long fraction.
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
                case VALUE_TRUE -> out.writeBoolean(true);
                case VALUE_FALSE -> out.writeBoolean(false);
                case VALUE_NULL -> out.writeNull();
                case null, default -> throw new IOException("the answer of the API server is cut short");
            }
        } while (depth > 0 && advance(in));
    }

    private static boolean advance(JsonParser in) throws IOException {
        in.nextToken();
        return true;
    }
}
