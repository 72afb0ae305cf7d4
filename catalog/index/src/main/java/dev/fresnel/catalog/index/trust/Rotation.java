package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A change of a catalog's keys ({@code keys.json} beside the index), signed by enough of the keys that it replaces.
 *
 * @param number counts up with each change
 * @param keys all that count from now on
 */
public record Rotation(String catalog, long number, List<String> keys) {
    /** The name of the file in a catalog. */
    public static final String NAME = "keys.json";

    public Rotation {
        keys = List.copyOf(keys);
    }

    public static Rotation read(byte[] document) throws Refusal {
        Fields fields = Fields.of(document, NAME, Reason.SIGNATURE_WRONG);
        List<String> keys = fields.texts("keys");
        if (keys.isEmpty()) {
            throw fields.wrong("keys", "names no key");
        }
        for (String key : keys) {
            Keys.publicKey(key);
        }
        return new Rotation(fields.text("catalog"), fields.number("number", 1, Long.MAX_VALUE >> 10), keys);
    }

    public byte[] write() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("catalog", catalog);
        tree.put("number", number);
        tree.put("keys", keys);
        return Json.write(tree);
    }
}
