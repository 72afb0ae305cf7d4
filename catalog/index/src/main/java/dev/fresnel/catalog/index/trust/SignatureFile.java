package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Seal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signatures that stand beside what they sign, in a file of the same name with {@code .sig} behind it.
 *
 * @param lines one for each key
 */
public record SignatureFile(List<Line> lines) {
    /** Behind the name of the signed file. */
    public static final String ENDING = ".sig";

    /** In bytes. */
    public static final long LARGEST = 64 << 10;

    private static final int MOST = 16;

    public SignatureFile {
        lines = List.copyOf(lines);
    }

    /** @param signature 64 bytes as Base64 */
    public record Line(String key, String signature) {}

    public static SignatureFile read(byte[] document) throws Refusal {
        var lines = new ArrayList<Line>();
        for (Fields line : Fields.of(document, "the signature file", Reason.SIGNATURE_WRONG).list("signatures", MOST)) {
            lines.add(new Line(line.text("key"), line.text("signature")));
        }
        return new SignatureFile(lines);
    }

    public byte[] write() {
        return Json.write(Map.of("signatures", lines.stream().map(line -> new TreeMap<>(Map.of("key", line.key(), "signature", line.signature()))).toList()));
    }

    /** The seals beside a bundle file: {@code {"publisher": …, "seals": […]}}. */
    public record Beside(String publisher, List<Seal> seals) {
        public static Beside read(byte[] document) throws Refusal {
            Fields fields = Fields.of(document, "the signature file", Reason.SIGNATURE_WRONG);
            return new Beside(fields.text("publisher", ""), IndexFile.seals(fields));
        }

        public byte[] write() {
            return Json.write(new TreeMap<>(Map.of("publisher", publisher, "seals", seals.stream().map(IndexFile::tree).toList())));
        }
    }

    /**
     * How many of the keys signed these bytes.
     *
     * @param keys as they stand in a policy
     * @throws Refusal when a line names one of the keys and its signature is wrong, or when no line names any of them
     */
    int count(byte[] document, List<String> keys, String what) throws Refusal {
        var good = new java.util.HashSet<String>();
        for (String text : keys) {
            PublicKey key = Keys.publicKey(text);
            String id = Keys.id(key);
            for (Line line : lines.stream().filter(line -> line.key().equals(id)).toList()) {
                if (!Keys.verifies(key, document, bytes(line.signature()))) {
                    throw new Refusal(Reason.SIGNATURE_WRONG, what + " is not what was signed: the signature of key " + id + " does not fit");
                }
                good.add(id);
            }
        }
        if (good.isEmpty()) {
            throw new Refusal(lines.isEmpty() ? Reason.SIGNATURE_MISSING : Reason.KEY_UNKNOWN, what + (lines.isEmpty() ? " is not signed" : " is signed by a key that is not trusted for it"));
        }
        return good.size();
    }

    static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // fits nothing
        }
    }
}
