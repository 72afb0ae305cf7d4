package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fresnel.live.store.Ticker.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes single fields out of an object's JSON in one pass that skips everything else. */
final class Projection {
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> children = new HashMap<>();
        @Nullable String wanted;
    }

    /** @param pointers JSON pointers; one below another is part of the upper one's value */
    Projection(Collection<String> pointers) {
        for (String pointer : pointers) {
            Node node = root;
            for (String step : steps(pointer)) {
                node = node.children.computeIfAbsent(step, name -> new Node());
            }
            node.wanted = pointer;
        }
    }

    static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(pointer.substring(1).split("/", -1)).map(s -> s.replace("~1", "/").replace("~0", "~")).toList();
    }

    /** JSON text of each wanted field that is there, by its pointer. */
    Map<String, byte[]> of(byte[] object) {
        Map<String, byte[]> found = new HashMap<>();
        try (JsonParser in = Tables.JSON.createParser(object)) {
            in.nextToken();
            visit(in, root, found);
            return found;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void visit(JsonParser in, Node node, Map<String, byte[]> found) throws IOException {
        JsonToken token = in.currentToken();
        if (node.wanted != null) {
            byte[] value = copy(in);
            found.put(node.wanted, value);
            if (!node.children.isEmpty()) {
                try (JsonParser again = Tables.JSON.createParser(value)) {
                    again.nextToken();
                    inner(again, node, again.currentToken(), found);
                }
            }
            return;
        }
        inner(in, node, token, found);
    }

    private void inner(JsonParser in, Node node, JsonToken token, Map<String, byte[]> found) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                Node child = node.children.get(in.currentName());
                in.nextToken();
                step(in, child, found);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                step(in, node.children.get(Integer.toString(i)), found);
            }
        }
    }

    private void step(JsonParser in, @Nullable Node child, Map<String, byte[]> found) throws IOException {
        if (child == null) {
            in.skipChildren();
        } else {
            visit(in, child, found);
        }
    }

    private static byte[] copy(JsonParser in) throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = Tables.JSON.createGenerator(bytes)) {
            ObjectCopy.value(in, out);
        }
        return bytes.toByteArray();
    }

    /** Every RFC 3339 time in the object with its pointer, array indexes included. */
    static List<Stamp> stamps(byte[] object) {
        List<Stamp> found = new ArrayList<>();
        try (JsonParser in = Tables.JSON.createParser(object)) {
            for (JsonToken token; (token = in.nextToken()) != null; ) {
                if (token == JsonToken.VALUE_STRING && in.getTextLength() >= 20 && in.getTextLength() <= 35) {
                    long at = timeLike(in) ? ObjectCopy.millis(in.getText()) : 0;
                    if (at != 0) {
                        found.add(new Stamp(in.getParsingContext().pathAsPointer().toString(), at));
                    }
                }
            }
            return found;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean timeLike(JsonParser in) throws IOException {
        char[] text = in.getTextCharacters();
        int at = in.getTextOffset();
        return Character.isDigit(text[at]) && text[at + 4] == '-' && text[at + 10] == 'T';
    }
}
