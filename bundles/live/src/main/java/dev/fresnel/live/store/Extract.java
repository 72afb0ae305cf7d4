package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that is read out of whole objects when somebody asks for it, and kept with their rows from then on: what a column of ours
 * or a filter needs besides cells, labels and declared fields.
 */
public final class Extract {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private final List<String> pointers;
    private final Projection projection;
    private final Function<Parts, String> reading;
    private final Pool pool = new Pool();
    private final boolean told;
    private volatile boolean forgotten;

    /**
     * @param pointers JSON pointers of the parts that are read
     * @param reading makes the text of them; {@code ""} = there is nothing
     */
    public Extract(List<String> pointers, Function<Parts, String> reading) {
        this.pointers = List.copyOf(pointers);
        this.projection = new Projection(pointers);
        this.reading = reading;
        this.told = false;
    }

    private Extract() {
        this.pointers = List.of();
        this.projection = new Projection(List.of());
        this.reading = parts -> "";
        this.told = true;
    }

    /** A text that is not read but told, by whoever computes it. */
    static Extract told() {
        return new Extract();
    }

    /** Whether somebody else computes it. */
    public boolean computed() {
        return told;
    }

    String pooled(String text) {
        synchronized (pool) {
            return pool.one(text);
        }
    }

    /** Those parts of one object. */
    public interface Parts {
        /** Absent when the object has none. */
        Json at(String pointer);

        String namespace();

        String name();

        /** The label's value, {@code ""} when it has none. */
        String label(String key);
    }

    /** One text that is kept with a row, and those that were kept before it. */
    record Kept(Extract of, String text, @Nullable Kept before) {
        /** Without what nobody asks for any more. */
        static @Nullable Kept live(@Nullable Kept kept) {
            if (kept == null) {
                return null;
            }
            Kept before = live(kept.before);
            if (kept.of.forgotten) {
                return before;
            }
            return before == kept.before ? kept : new Kept(kept.of, kept.text, before);
        }
    }

    /** Nobody asks for it any more: rows may let go of their texts. */
    public void forget() {
        forgotten = true;
    }

    String read(Row.Facts facts, byte[] object, JsonCodec json) {
        Map<String, Json> found = new HashMap<>();
        projection.of(object).forEach((pointer, text) -> found.put(pointer, json.parse(text)));
        Json none = found.size() == pointers.size() ? null : json.parse(EMPTY).get("none");
        String text = reading.apply(new Parts() {
            @Override
            public Json at(String pointer) {
                Json part = found.get(pointer);
                return part == null ? java.util.Objects.requireNonNull(none) : part;
            }

            @Override
            public String namespace() {
                return facts.namespace;
            }

            @Override
            public String name() {
                return facts.name;
            }

            @Override
            public String label(String key) {
                for (int i = 0; i < facts.labels.length; i += 2) {
                    if (facts.labels[i].equals(key)) {
                        return facts.labels[i + 1];
                    }
                }
                return "";
            }
        });
        return pooled(text);
    }
}
