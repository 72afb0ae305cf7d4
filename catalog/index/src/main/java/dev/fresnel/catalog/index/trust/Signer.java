package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Seal;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;

/** Signs what its key's owner answers for. */
public final class Signer {
    private final KeyPair keys;

    public Signer(KeyPair keys) {
        this.keys = keys;
    }

    public String key() {
        return Keys.id(keys.getPublic());
    }

    /** The public key, as it stands in an index. */
    public String publicKey() {
        return Keys.text(keys.getPublic());
    }

    /** A publisher's signature over one build. */
    public Seal seal(String sha256) {
        return new Seal(key(), sha256, Base64.getEncoder().encodeToString(Keys.sign(keys.getPrivate(), statement(sha256))));
    }

    /** A detached signature over a document's bytes as they are. */
    public SignatureFile.Line sign(byte[] document) {
        return new SignatureFile.Line(key(), Base64.getEncoder().encodeToString(Keys.sign(keys.getPrivate(), document)));
    }

    /** What is signed for a build; begins in a way that no JSON document does. */
    static byte[] statement(String sha256) {
        return ("fresnel-plugin-1\n" + sha256 + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
