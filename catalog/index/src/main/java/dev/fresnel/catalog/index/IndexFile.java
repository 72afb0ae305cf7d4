package dev.fresnel.catalog.index;

import dev.fresnel.catalog.api.Ask;
import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.api.Seal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** {@code index.json}: reads and writes it. Its schema stands beside this class. */
public final class IndexFile {
    /** The name of the file in every catalog. */
    public static final String NAME = "index.json";
    /** What the resource is called that holds the JSON schema. */
    public static final String SCHEMA = "index.schema.json";

    /** In bytes. */
    public static final long LARGEST = 16L << 20;

    private static final long FORMAT = 1;
    private static final int MOST = 10_000;
    private static final int FEW = 100;
    private static final int LINE = 500;
    private static final int TEXT = 200_000;
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final Pattern LOCATION = Pattern.compile("(https?://|maven:|oci:)\\S+|[A-Za-z0-9._+-]+(/[A-Za-z0-9._+-]+)*");

    private IndexFile() {}

    /** @throws Refusal {@link Reason#INDEX_INVALID} with the place that is wrong */
    public static Index read(byte[] document) throws Refusal {
        if (document.length > LARGEST) {
            throw new Refusal(Reason.INDEX_INVALID, NAME + " is larger than " + (LARGEST >> 20) + " MB");
        }
        Fields fields = Fields.of(document, NAME, Reason.INDEX_INVALID);
        fields.number("schema", FORMAT, FORMAT);
        var entries = new ArrayList<Entry>();
        for (Fields entry : fields.list("entries", MOST)) {
            entries.add(entry(entry));
        }
        refuseTwins(entries, fields);
        var publishers = new ArrayList<Publisher>();
        for (Fields publisher : fields.list("publishers", MOST)) {
            publishers.add(publisher(publisher));
        }
        var revocations = new ArrayList<Revocation>();
        for (Fields revocation : fields.list("revocations", MOST)) {
            revocations.add(new Revocation(revocation.digest("sha256"), revocation.shortText("reason", LINE), revocation.instant("since")));
        }
        String snapshot = fields.digest("snapshot");
        if (!snapshot.equals(Snapshot.of(entries))) {
            throw fields.wrong("snapshot", "is not that of the entries");
        }
        return new Index(
                name(fields), fields.number("version", 1, Long.MAX_VALUE >> 10), fields.instant("issued"), fields.instant("expires"), snapshot, publishers, entries, revocations);
    }

    private static String name(Fields fields) throws Refusal {
        String name = fields.text("name");
        if (!ID.matcher(name).matches()) {
            throw fields.wrong("name", "is no name: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        return name;
    }

    private static void refuseTwins(List<Entry> entries, Fields fields) throws Refusal {
        var seen = new HashSet<String>();
        for (Entry entry : entries) {
            if (!seen.add(entry.id() + " " + entry.version())) {
                throw fields.wrong("entries", "has " + entry.id() + " " + entry.version() + " twice");
            }
        }
    }

    /** One publisher, as it stands in an index and in a trust policy. */
    public static Publisher publisher(Fields fields) throws Refusal {
        return new Publisher(fields.text("name"), fields.texts("keys"), fields.texts("namespaces"));
    }

    private static Entry entry(Fields fields) throws Refusal {
        String id = fields.text("id");
        if (!ID.matcher(id).matches()) {
            throw fields.wrong("id", "is no plugin id: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        var headers = new Headers(fields.textMap("headers"));
        String version = version(fields, headers);
        if (headers.provideCapability().stream().filter(clause -> clause.paths().contains("fresnel.plugin")).anyMatch(claim -> !id.equals(claim.attributes().get("fresnel.plugin")))) {
            throw fields.wrong("id", "is not the plugin that its headers claim to be");
        }
        var asks = new ArrayList<Ask>();
        for (Fields ask : fields.list("asks", FEW)) {
            asks.add(new Ask(ask.text("capability"), ask.texts("of")));
        }
        return new Entry(
                id, version, fields.shortText("title", LINE), fields.shortText("summary", LINE), headers, fields.digest("sha256"), fields.number("size", 1, 1L << 40),
                fields.shortText("publisher", LINE), seals(fields), locations(fields), fields.object("plugin"), asks, fields.shortText("license", LINE),
                fields.shortText("readme", TEXT), fields.shortText("changelog", TEXT));
    }

    private static String version(Fields fields, Headers headers) throws Refusal {
        try {
            String version = Version.parseVersion(fields.text("version")).toString();
            if (!version.equals(Version.parseVersion(headers.version()).toString())) {
                throw fields.wrong("version", "is not the Bundle-Version of its headers");
            }
            return version;
        } catch (IllegalArgumentException e) {
            throw fields.wrong("version", "is no OSGi version");
        }
    }

    /** The signatures of one build, in an index or beside a file. */
    public static List<Seal> seals(Fields fields) throws Refusal {
        var seals = new ArrayList<Seal>();
        for (Fields seal : fields.list("seals", FEW)) {
            seals.add(new Seal(seal.text("key"), seal.digest("sha256"), seal.text("signature")));
        }
        return seals;
    }

    /** Where a foreign index may point to: never to a file of this machine, never out of its own folder. */
    private static List<String> locations(Fields fields) throws Refusal {
        List<String> locations = fields.texts("locations");
        for (String location : locations) {
            boolean climbs = ("/" + location + "/").contains("/../") || ("/" + location + "/").contains("/./");
            if (!LOCATION.matcher(location).matches() || climbs && !location.contains(":")) {
                throw fields.wrong("locations", "has " + location.replaceAll("\\p{Cntrl}", "?") + ", which is neither a path below the index nor an http, maven or oci address");
            }
        }
        return locations;
    }

    /** The same index gives the same bytes. */
    public static byte[] write(Index index) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("schema", FORMAT);
        tree.put("name", index.name());
        tree.put("version", index.version());
        tree.put("issued", index.issued());
        tree.put("expires", index.expires());
        tree.put("snapshot", index.snapshot());
        tree.put("publishers", index.publishers().stream().map(IndexFile::tree).toList());
        tree.put("entries", index.entries().stream().map(IndexFile::tree).toList());
        tree.put("revocations", index.revocations().stream().map(IndexFile::tree).toList());
        return Json.write(tree);
    }

    private static Map<String, Object> tree(Publisher publisher) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", publisher.name());
        tree.put("keys", publisher.keys());
        tree.put("namespaces", publisher.namespaces());
        return tree;
    }

    private static Map<String, Object> tree(Revocation revocation) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("sha256", revocation.sha256());
        tree.put("reason", revocation.reason());
        tree.put("since", revocation.since());
        return tree;
    }

    private static Map<String, Object> tree(Entry entry) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", entry.id());
        tree.put("version", entry.version());
        tree.put("title", entry.title());
        tree.put("summary", entry.summary());
        tree.put("sha256", entry.sha256());
        tree.put("size", entry.size());
        tree.put("publisher", entry.publisher());
        tree.put("seals", entry.seals().stream().map(IndexFile::tree).toList());
        tree.put("locations", entry.locations());
        tree.put("headers", entry.headers().values());
        tree.put("plugin", entry.plugin());
        tree.put("asks", entry.asks().stream().map(ask -> Map.of("capability", ask.capability(), "of", ask.of())).map(IndexFile::sorted).toList());
        tree.put("license", entry.license());
        tree.put("readme", entry.readme());
        tree.put("changelog", entry.changelog());
        return tree;
    }

    private static Map<String, Object> sorted(Map<String, ?> members) {
        return new java.util.TreeMap<>(members);
    }

    /** One seal as it stands in an index and beside a file. */
    public static Map<String, Object> tree(Seal seal) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("key", seal.key());
        tree.put("sha256", seal.sha256());
        tree.put("signature", seal.signature());
        return tree;
    }
}
