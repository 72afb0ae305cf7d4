package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Takes out of rows of one kind the fields that functions read; the rest of their objects is neither parsed nor looked at. */
public final class Excerpts {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String OWNERS = "/metadata/ownerReferences";

    private final Scope scope;
    private final List<String> fields;
    private final List<String> cells;
    private final Projection projection;
    private final JsonCodec json;

    /** @param fields JSON pointers, owner references aside, which are always there */
    public Excerpts(Scope scope, Collection<String> fields, Collection<String> cells, JsonCodec json) {
        this.scope = scope;
        this.fields = fields.stream().filter(field -> !field.equals(OWNERS)).distinct().sorted().toList();
        this.cells = cells.stream().distinct().sorted().toList();
        List<String> all = new ArrayList<>(this.fields);
        all.add(OWNERS);
        this.projection = new Projection(all);
        this.json = json;
    }

    public Excerpt of(Row row) {
        return new Excerpt(row);
    }

    /** Those fields of one object. Meant to be used and forgotten: it keeps what it has parsed. */
    public final class Excerpt extends SeenObject {
        private final Row row;
        private final Map<String, Json> parsed = new HashMap<>();
        private @Nullable Map<String, byte[]> found;

        private Excerpt(Row row) {
            super(scope, row.facts(), () -> EMPTY, json);
            this.row = row;
        }

        private Map<String, byte[]> found() {
            Map<String, byte[]> known = found;
            if (known == null) {
                known = fields.isEmpty() && row.facts().owners.length == 0
                        ? Map.of()
                        : projection.of(row.facts().header.packer().unpack(row.facts().packed));
                found = known;
            }
            return known;
        }

        @Override
        public Json at(String pointer) {
            for (String field : fields) {
                if (pointer.equals(field) || pointer.startsWith(field + "/")) {
                    return value(field).at(pointer.substring(field.length()));
                }
            }
            return pointer.equals(OWNERS) ? value(OWNERS) : none();
        }

        private Json value(String field) {
            return parsed.computeIfAbsent(field, name -> {
                byte[] text = found().get(name);
                return text == null ? none() : json.parse(text);
            });
        }

        private Json none() {
            return json.parse(EMPTY).get("none");
        }

        @Override
        public Map<String, String> annotations() {
            return texts(at("/metadata/annotations"));
        }

        @Override
        public List<Json> owners() {
            return row.facts().owners.length == 0 ? List.of() : value(OWNERS).items();
        }

        /** Equal as long as everything is equal that functions read of it; the names of an object never change. */
        public long print() {
            CRC32C sum = new CRC32C();
            long length = row.facts().deleted == 0 ? 0 : 1;
            for (String label : row.facts().labels) {
                length += add(sum, label);
            }
            for (String cell : cells) {
                length += add(sum, row.still(row.header().named(cell)));
            }
            for (String field : fields) {
                byte[] text = found().getOrDefault(field, EMPTY);
                sum.update(text);
                sum.update(0);
                length += text.length;
            }
            byte[] owners = found().getOrDefault(OWNERS, EMPTY);
            sum.update(owners);
            return (length + owners.length) << 32 | sum.getValue();
        }

        private static int add(CRC32C sum, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sum.update(bytes);
            sum.update(0);
            return bytes.length;
        }
    }
}
