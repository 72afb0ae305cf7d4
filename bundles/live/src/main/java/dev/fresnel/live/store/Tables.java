package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fresnel.live.store.Event.Decoded;
import dev.fresnel.live.store.Ticker.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what the API server answers to one scope: Tables in lists and watches, and plain objects where a server knows no
 * Table. Keeps the header from answer to answer. One thread.
 */
final class Tables {
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final List<Column> PLAIN = List.of(
            new Column("name", "Name", "string", 0, "Name of the object"),
            new Column("age", "Age", "date", 0, "Time since its creation"));

    private final Scope scope;
    private final Pool pool = new Pool();
    private final Packer packer;
    private final @Nullable Projection fields;
    private final List<String> fieldNames;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
    private @Nullable Header header;

    Tables(Scope scope, Packer packer) {
        this.scope = scope;
        this.packer = packer;
        this.fieldNames = FieldIndex.of(scope.kind().id());
        this.fields = fieldNames.isEmpty() ? null : new Projection(fieldNames.stream().map(Tables::pointer).toList());
    }

    private static String pointer(String dotted) {
        return "/" + dotted.replace('.', '/');
    }

    /** The columns, once an answer has told them. */
    @Nullable Header header() {
        return header;
    }

    /** The columns of a server that knows no Table or has told none. */
    void plain() {
        columns(PLAIN);
    }

    /** Reads events one after another. */
    final class Watch implements AutoCloseable {
        private final JsonParser in;

        Watch(InputStream body) throws IOException {
            in = JSON.createParser(new Lean(body));
        }

        /** @return null at the end of the stream */
        @Nullable Event next() throws IOException, InterruptedException {
            if (in.nextToken() == null) {
                return null;
            }
            String type = "";
            Event event = null;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("type")) {
                    type = in.getText();
                } else if (field.equals("object")) {
                    event = object(in, type);
                } else {
                    in.skipChildren();
                }
            }
            if (in.currentToken() == null) {
                throw new EOFException("the watch was cut within an event");
            }
            return event == null ? new Event.Put(List.of(), "") : event;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Reads one page of a list. */
    List<Event> page(InputStream body) throws IOException, InterruptedException {
        try (JsonParser in = JSON.createParser(new Lean(body))) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new EOFException("the list is empty or no JSON object");
            }
            Content content = content(in);
            if (in.currentToken() == null) {
                throw new EOFException("the list was cut");
            }
            return List.of(new Event.Put(content.rows, content.listed), end(content));
        }
    }

    private static Event.PageEnd end(Content content) {
        return new Event.PageEnd(content.listed, content.next, content.remaining);
    }

    /** A page whose rows were passed over. */
    record Passed(int rows, Event.PageEnd end) {}

    static Passed passOver(InputStream body) throws IOException {
        Content content = new Content();
        int rows = 0;
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new EOFException("the list is empty or no JSON object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                JsonToken token = in.nextToken();
                if (field.equals("metadata")) {
                    listMetadata(in, content);
                } else if ((field.equals("rows") || field.equals("items")) && token == JsonToken.START_ARRAY) {
                    for (; in.nextToken() == JsonToken.START_OBJECT; rows++) {
                        in.skipChildren();
                    }
                } else {
                    in.skipChildren();
                }
            }
            if (in.currentToken() == null) {
                throw new EOFException("the list was cut");
            }
        }
        return new Passed(rows, end(content));
    }

    /** What a Table, a list, a Status or an object turned out to be. */
    private static final class Content {
        final List<Decoded> rows = new ArrayList<>();
        final Map<String, String> scalars = new LinkedHashMap<>();
        String listed = "";
        String newest = "";
        String next = "";
        int remaining = -1;
        boolean initialEnd;
        int code;

        /** In a watch the object's own version counts; the Table around it may have none. */
        String version() {
            return newest.isEmpty() ? listed : newest;
        }
    }

    private Event object(JsonParser in, String type) throws IOException, InterruptedException {
        Content content = content(in);
        return switch (type) {
            case "BOOKMARK" -> new Event.Bookmark(content.version(), content.initialEnd);
            case "ERROR" -> new Event.Failed(content.code, content.scalars.getOrDefault("message", "the watch failed"));
            case "DELETED" -> content.rows.isEmpty()
                    ? new Event.Put(List.of(), content.version())
                    : new Event.Removed(content.rows.getFirst().facts().uid, content.version());
            default -> new Event.Put(content.rows, content.version());
        };
    }

    /** From START_OBJECT to its END_OBJECT. Kinds come first in what API servers write, so one pass is enough. */
    private Content content(JsonParser in) throws IOException, InterruptedException {
        Content content = new Content();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            String kind = content.scalars.getOrDefault("kind", "");
            boolean listed = kind.equals("Table") || kind.endsWith("List") || kind.equals("Status");
            if (!listed && !field.equals("kind") && !field.equals("apiVersion") && !field.equals("items")) {
                bare(in, content);
                return content;
            }
            JsonToken token = in.nextToken();
            switch (field) {
                case "metadata" -> listMetadata(in, content);
                case "columnDefinitions" -> definitions(in);
                case "rows" -> {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        row(in, content);
                    }
                }
                case "items" -> {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        in.nextToken();
                        content.rows.add(decode(in, Map.of(), List.of(), content));
                    }
                }
                case "code" -> content.code = in.getValueAsInt();
                default -> {
                    if (token.isScalarValue()) {
                        content.scalars.put(field, in.getText());
                    }
                    in.skipChildren();
                }
            }
        }
        return content;
    }

    /** An object that came as itself: the parser stands at a field name after kind and apiVersion. */
    private void bare(JsonParser in, Content content) throws IOException, InterruptedException {
        content.rows.add(decode(in, content.scalars, List.of(), content));
    }

    private static void listMetadata(JsonParser in, Content content) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("resourceVersion")) {
                content.listed = in.getText();
            } else if (field.equals("continue")) {
                content.next = in.getText();
            } else if (field.equals("remainingItemCount")) {
                content.remaining = in.getValueAsInt(-1);
            } else {
                in.skipChildren();
            }
        }
    }

    private void definitions(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        List<Column> raw = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                if (in.nextToken().isScalarValue()) {
                    texts.put(field, in.getText());
                }
                in.skipChildren();
            }
            raw.add(new Column("", texts.getOrDefault("name", ""), texts.getOrDefault("type", "string"),
                    Integer.parseInt(texts.getOrDefault("priority", "0")), texts.getOrDefault("description", "")));
        }
        if (!raw.isEmpty()) {
            columns(raw);
        }
    }

    private void columns(List<Column> raw) {
        List<Column> named = Header.named(raw);
        if (header == null || !header.columns().equals(named)) {
            header = new Header(scope.cluster(), named, named.stream().map(c -> Ticker.of(scope, c)).toList(), fieldNames, packer);
        }
    }

    private void row(JsonParser in, Content content) throws IOException, InterruptedException {
        List<String> cells = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("cells") && token == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    cells.add(in.currentToken() == JsonToken.VALUE_NULL ? "" : text(in));
                }
            } else if (field.equals("object") && token == JsonToken.START_OBJECT) {
                in.nextToken();
                content.rows.add(decode(in, Map.of(), cells, content));
            } else {
                in.skipChildren();
            }
        }
    }

    private static String text(JsonParser in) throws IOException {
        if (in.currentToken().isScalarValue()) {
            return in.getText();
        }
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            ObjectCopy.value(in, out);
        }
        return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The parser stands at the first field name of the object, or at its end; at its end afterwards. */
    private Decoded decode(JsonParser in, Map<String, String> first, List<String> cells, Content content)
            throws IOException, InterruptedException {
        bytes.reset();
        ObjectCopy copy = new ObjectCopy(scope.secret());
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            for (var entry : first.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            copy.members(in, out);
        }
        content.newest = copy.version.isEmpty() ? content.newest : copy.version;
        content.initialEnd |= copy.initialEnd;
        if (header == null) {
            plain();
        }
        byte[] object = bytes.toByteArray();
        return new Decoded(facts(copy, cells, object), object);
    }

    private Row.Facts facts(ObjectCopy copy, List<String> cells, byte[] object) throws InterruptedException {
        Row.Facts facts = new Row.Facts(Objects.requireNonNull(header));
        facts.namespace = pool.one(copy.namespace);
        facts.name = copy.name;
        facts.uid = copy.uid.isEmpty() ? copy.namespace + "/" + copy.name : copy.uid;
        facts.version = number(copy.version);
        facts.authors = copy.authors.text();
        facts.authored = copy.authors.newest();
        facts.created = copy.created;
        facts.deleted = copy.deleted;
        facts.labels = copy.labels.stream().map(pool::one).toArray(String[]::new);
        facts.owners = copy.owners.stream().map(pool::one).toArray(String[]::new);
        facts.fields = fields(object);
        cells(facts, cells, object);
        facts.packed = packer.pack(object, object.length);
        return facts;
    }

    /** Versions are opaque, but today they are numbers; those are kept in 8 bytes. */
    private static long number(String version) {
        return isNumber(version) ? Long.parseLong(version) : -1L - version.hashCode();
    }

    private static boolean isNumber(String version) {
        int length = version.length();
        boolean number = length > 0 && length <= 18 && version.charAt(0) != '0';
        for (int i = 0; number && i < length; i++) {
            number = version.charAt(i) >= '0' && version.charAt(i) <= '9';
        }
        return number;
    }

    private String[] fields(byte[] object) {
        if (fields == null) {
            return new String[0];
        }
        Map<String, byte[]> found = fields.of(object);
        return fieldNames.stream().map(name -> pool.one(scalar(found.get(pointer(name))))).toArray(String[]::new);
    }

    private static String scalar(byte @Nullable [] json) {
        if (json == null) {
            return "";
        }
        try (JsonParser in = JSON.createParser(json)) {
            return in.nextToken().isScalarValue() && in.currentToken() != JsonToken.VALUE_NULL ? in.getText() : "";
        } catch (IOException broken) {
            return "";
        }
    }

    private void cells(Row.Facts facts, List<String> cells, byte[] object) {
        int count = facts.header.columns().size();
        facts.cells = new String[count];
        List<Ticker.Ticking> ticking = new ArrayList<>();
        List<Stamp> stamps = null;
        long now = System.currentTimeMillis();
        for (int i = 0; i < count; i++) {
            boolean name = facts.header.columns().get(i).id().equals("name");
            String text = i < cells.size() ? cells.get(i) : name ? facts.name : "";
            Ticker ticker = facts.header.ticker(i);
            boolean age = i == facts.header.age() && facts.created > 0;
            if (age && (ticker == Ticker.CREATED || text.isEmpty() || Ticker.matches(facts.created, text, now))) {
                text = "";
            } else if (ticker != Ticker.STILL && text.indexOf('<') != 0 && Character.isDigit(text.isEmpty() ? 'x' : text.charAt(0))
                    && (ticker != Ticker.RESTARTS || text.indexOf('(') > 0)) {
                stamps = stamps == null ? Projection.stamps(object) : stamps;
                Ticker.Ticking found = ticker.read(i, text, stamps, now);
                if (found != null) {
                    ticking.add(found);
                    text = found.before() + found.after();
                }
            }
            facts.cells[i] = text.equals(facts.name) ? facts.name : pool.one(text);
        }
        if (!ticking.isEmpty()) {
            facts.ticking = ticking.toArray(Ticker.Ticking[]::new);
        }
    }
}
