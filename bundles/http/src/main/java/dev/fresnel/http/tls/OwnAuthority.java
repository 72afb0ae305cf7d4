package dev.fresnel.http.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.cert.AuthorityKeyIdentifierExtension;
import org.wildfly.security.x500.cert.BasicConstraintsExtension;
import org.wildfly.security.x500.cert.ExtendedKeyUsageExtension;
import org.wildfly.security.x500.cert.KeyUsage;
import org.wildfly.security.x500.cert.KeyUsageExtension;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;
import org.wildfly.security.x500.cert.SubjectKeyIdentifierExtension;
import org.wildfly.security.x500.cert.X509CertificateBuilder;

/**
 * Makes server certificates (RFC 5280). The authority itself stays in a file that its owner alone may read, so that who trusts
 * it once does so after the next start; a server's own key never leaves the memory.
 */
public final class OwnAuthority {
    private static final String FILE = "tls-authority.p12";
    private static final String ENTRY = "authority";
    /** The file's permissions protect it; the format wants a word. */
    private static final char[] WORD = "fresnel".toCharArray();

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(800);
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    private record Pair(PrivateKey key, X509Certificate certificate) {}

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param folder where the authority is kept */
    public OwnAuthority(Path folder, InstantSource clock) {
        this.file = folder.resolve(FILE);
        this.clock = clock;
    }

    /**
     * A new certificate for these names with its key and its authority's certificate.
     *
     * @param names host names and addresses
     * @throws IOException when the authority cannot be read or kept
     */
    public KeyStore issue(List<String> names) throws IOException {
        try {
            Pair authority = authority();
            KeyPair keys = keys();
            X509Certificate certificate = server(keys.getPublic(), names, authority);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate, authority.certificate()});
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("A certificate cannot be made: " + e.getMessage(), e);
        }
    }

    private Pair authority() throws IOException, GeneralSecurityException {
        if (Files.exists(file)) {
            Pair kept = read();
            var enough = clock.instant().plus(SERVER_LIFE);
            if (kept.certificate().getNotAfter().toInstant().isAfter(enough)) {
                return kept;
            }
        }
        KeyPair keys = keys();
        var made = new Pair(keys.getPrivate(), root(keys));
        keep(made);
        return made;
    }

    private Pair read() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, WORD);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read (" + e.getMessage() + "); delete it for a new authority", e);
        }
        if (store.getKey(ENTRY, WORD) instanceof PrivateKey key && store.getCertificate(ENTRY) instanceof X509Certificate certificate) {
            return new Pair(key, certificate);
        }
        throw new IOException(file + " holds no authority; delete it for a new one");
    }

    private void keep(Pair made) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ENTRY, made.key(), WORD, new Certificate[] {made.certificate()});
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".tls", "", ownerOnly(folder));
        try {
            try (var out = Files.newOutputStream(fresh)) {
                store.store(out, WORD);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    private KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509Certificate root(KeyPair keys) throws GeneralSecurityException {
        var name = new X500Principal("CN=Fresnel on this computer " + new BigInteger(32, random).toString(36) + ", O=Fresnel");
        return certificate(keys.getPublic(), keys.getPrivate(), name, name, LIFE, builder -> builder
                .addExtension(new BasicConstraintsExtension(true, true, 0))
                .addExtension(new KeyUsageExtension(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)));
    }

    private X509Certificate server(PublicKey key, List<String> names, Pair authority) throws GeneralSecurityException {
        var subject = new X500Principal("CN=" + names.getFirst().replaceAll("[^A-Za-z0-9.:-]", "") + ", O=Fresnel");
        byte[] authorityId = id(authority.certificate().getPublicKey());
        return certificate(key, authority.key(), subject, authority.certificate().getSubjectX500Principal(), SERVER_LIFE, builder -> builder
                .addExtension(new BasicConstraintsExtension(true, false, -1))
                .addExtension(new KeyUsageExtension(true, KeyUsage.digitalSignature))
                .addExtension(new ExtendedKeyUsageExtension(false, List.of(SERVER_AUTHENTICATION)))
                .addExtension(new AuthorityKeyIdentifierExtension(authorityId, List.of(), null))
                .addExtension(new SubjectAlternativeNamesExtension(false, new Names(names).general())));
    }

    private X509Certificate certificate(
            PublicKey key, PrivateKey signer, X500Principal subject, X500Principal issuer, Duration life, UnaryOperator<X509CertificateBuilder> extensions)
            throws GeneralSecurityException {
        var now = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var builder = new X509CertificateBuilder()
                .setVersion(3)
                .setSerialNumber(new BigInteger(120, random).setBit(120))
                .setSubjectDn(subject)
                .setIssuerDn(issuer)
                .setNotValidBefore(now.minusHours(1))
                .setNotValidAfter(now.plus(life))
                .setPublicKey(key)
                .setSigningKey(signer)
                .setSignatureAlgorithmName("SHA256withECDSA")
                .addExtension(new SubjectKeyIdentifierExtension(id(key)));
        return extensions.apply(builder).build();
    }

    private static byte[] id(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return java.util.Arrays.copyOf(digest, 20);
    }

    /** The names under which a server is reached on this machine, and those that it was told. */
    public static List<String> names(String host, List<String> allowed) {
        var names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        if (!host.equals("0.0.0.0") && !host.equals("::") && !host.equals("[::]")) {
            names.add(host);
        }
        names.addAll(allowed);
        return names.stream().distinct().toList();
    }
}
