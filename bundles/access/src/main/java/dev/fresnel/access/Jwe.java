package dev.fresnel.access;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.util.Optional;

/** Seals bytes with the keys of a ring (JWE, RFC 7516, AES-256-GCM). Apart, so that the library is loaded when somebody signs in. */
record Jwe(KeyRing ring) {
    String seal(byte[] bytes) {
        KeyRing.Key key = ring.current();
        var header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).keyID(key.id()).compressionAlgorithm(CompressionAlgorithm.DEF).build();
        try {
            var object = new JWEObject(header, new Payload(bytes));
            object.encrypt(new DirectEncrypter(key.bytes()));
            return object.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java has AES/GCM", e);
        }
    }

    /** @return empty when it was not sealed with one of our keys */
    Optional<byte[]> open(String text) {
        try {
            var object = JWEObject.parse(text);
            JWEHeader header = object.getHeader();
            boolean ours = JWEAlgorithm.DIR.equals(header.getAlgorithm()) && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod());
            Optional<KeyRing.Key> key = ours && header.getKeyID() != null ? ring.find(header.getKeyID()) : Optional.empty();
            if (key.isEmpty()) {
                return Optional.empty();
            }
            object.decrypt(new DirectDecrypter(key.get().bytes()));
            return Optional.of(object.getPayload().toBytes());
        } catch (ParseException | JOSEException | IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
