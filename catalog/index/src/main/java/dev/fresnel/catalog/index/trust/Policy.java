package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.json.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom the admin believes ({@code trust.json}). Nothing is added to it by what is downloaded: no trust on first use.
 *
 * @param unsigned where builds may come from for which nobody vouches
 * @param catalogs by name
 * @param publishers believed wherever their builds come from
 * @param pinned digests that are trusted as they are
 * @param revoked digests with the reason, whatever a catalog says
 * @param frozen for sites without a network: an index on this machine's disk does not expire
 */
public record Policy(Unsigned unsigned, List<Catalog> catalogs, List<Publisher> publishers, List<String> pinned, Map<String, String> revoked, boolean frozen) {
    /** Where builds may come from for which nobody vouches. */
    public enum Unsigned {
        NOWHERE,
        /** From folders and files of this machine: the desktop, the dev loop. */
        FOLDERS
    }

    /**
     * One catalog.
     *
     * @param keys of those who may sign its index
     * @param threshold how many of them must have signed a change of these keys
     */
    public record Catalog(String name, List<String> keys, int threshold) {
        public Catalog {
            keys = List.copyOf(keys);
        }
    }

    private static final int MOST = 1_000;

    public Policy {
        catalogs = List.copyOf(catalogs);
        publishers = List.copyOf(publishers);
        pinned = List.copyOf(pinned);
        revoked = Map.copyOf(revoked);
    }

    /** Nobody is believed; folders of this machine are taken as they are when so allowed. */
    public static Policy of(Unsigned unsigned) {
        return new Policy(unsigned, List.of(), List.of(), List.of(), Map.of(), false);
    }

    public static Policy read(byte[] document) throws Refusal {
        Fields fields = Fields.of(document, "the trust policy", Reason.SOURCE_INVALID);
        var catalogs = new ArrayList<Catalog>();
        for (Fields catalog : fields.list("catalogs", MOST)) {
            catalogs.add(new Catalog(catalog.text("name"), keys(catalog), (int) catalog.number("threshold", 1, 16, 1)));
        }
        var publishers = new ArrayList<Publisher>();
        for (Fields publisher : fields.list("publishers", MOST)) {
            keys(publisher);
            publishers.add(IndexFile.publisher(publisher));
        }
        var revoked = new LinkedHashMap<String, String>();
        for (Fields revocation : fields.list("revoked", MOST)) {
            revoked.put(revocation.digest("sha256"), revocation.text("reason"));
        }
        return new Policy(unsigned(fields), catalogs, publishers, fields.texts("pinned"), revoked, fields.flag("frozen", false));
    }

    private static List<String> keys(Fields fields) throws Refusal {
        List<String> keys = fields.texts("keys");
        if (keys.isEmpty()) {
            throw fields.wrong("keys", "names no key");
        }
        for (String key : keys) {
            Keys.publicKey(key);
        }
        return keys;
    }

    private static Unsigned unsigned(Fields fields) throws Refusal {
        return switch (fields.text("unsigned", "nowhere")) {
            case "nowhere" -> Unsigned.NOWHERE;
            case "folders" -> Unsigned.FOLDERS;
            default -> throw fields.wrong("unsigned", "is neither \"nowhere\" nor \"folders\"");
        };
    }

    Catalog catalog(String name) throws Refusal {
        return catalogs.stream()
                .filter(catalog -> catalog.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.KEY_UNKNOWN, "the catalog " + name + " is not one that the trust policy names"));
    }
}
