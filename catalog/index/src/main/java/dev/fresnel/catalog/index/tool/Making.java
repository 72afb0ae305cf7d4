package dev.fresnel.catalog.index.tool;

import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.publish.Generator;
import dev.fresnel.catalog.index.trust.Keys;
import dev.fresnel.catalog.index.trust.Rotation;
import dev.fresnel.catalog.index.trust.SignatureFile;
import dev.fresnel.catalog.index.trust.Signer;
import dev.fresnel.catalog.index.tool.Words.Misuse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The commands that make something: keys, catalogs, signatures. */
final class Making {
    private static final int MOST = 10_000;

    private final PrintStream out;

    Making(PrintStream out) {
        this.out = out;
    }

    void keygen(List<String> args) throws Misuse, Refusal, IOException {
        Path file = Path.of(new Words(args, Set.of()).rest(1, "the file for the key").getFirst());
        var keys = Keys.generate();
        try {
            Files.createFile(file, secret());
            Files.writeString(file, Keys.pem(keys.getPrivate()));
            Files.writeString(file.resolveSibling(file.getFileName() + ".pub"), Keys.pem(keys.getPublic()));
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(Reason.DISK, file + " is there already; keys are not overwritten", e);
        }
        out.println("key " + Keys.id(keys.getPublic()) + ": " + file + " (keep it secret), " + file + ".pub");
        out.println("in trust.json: \"" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()) + "\"");
    }

    private static FileAttribute<?>[] secret() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
    }

    void generate(List<String> args) throws Misuse, Refusal, IOException {
        var words = new Words(args, Set.of("out", "name", "version", "issued", "days", "publisher", "key", "namespace", "publishers", "revoke"));
        Path folder = Path.of(words.needed("out"));
        var jars = jars(words.rest());
        var publishers = publishers(words);
        Optional<Generator.Signed> signed = Optional.empty();
        if (words.option("publisher").isPresent()) {
            var signer = new Signer(Keys.pair(Path.of(words.needed("key"))));
            signed = Optional.of(new Generator.Signed(words.needed("publisher"), signer));
            if (!words.all("namespace").isEmpty()) {
                publishers.add(new Publisher(words.needed("publisher"), List.of(signer.publicKey()), words.all("namespace")));
            }
        }
        Instant issued = instant(words.option("issued").orElse(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        var life = Duration.ofDays(number(words.option("days").orElse(String.valueOf(Generator.LIFE.toDays()))));
        var revoked = revocations(words, issued);
        Path temporary = Files.createTempDirectory("fresnel-index");
        try {
            var terms = new Generator.Terms(words.needed("name"), number(words.needed("version")), issued, life, signed, publishers, revoked);
            var index = new Generator(new Gate(temporary, Bounds.USUAL)).generate(jars, folder, terms);
            out.println(folder.resolve(IndexFile.NAME) + ": " + index.entries().size() + " plugins, version " + index.version() + ", expires " + index.expires() + ", snapshot " + index.snapshot());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static List<Path> jars(List<String> words) throws Misuse, IOException {
        var jars = new ArrayList<Path>();
        for (String word : words) {
            Path path = Path.of(word);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.filter(file -> file.getFileName().toString().matches("[^.].*\\.jar")).sorted().forEach(jars::add);
                }
            } else {
                jars.add(path);
            }
        }
        if (jars.isEmpty()) {
            throw new Misuse("needs jars, or folders of them");
        }
        return jars;
    }

    private static List<Publisher> publishers(Words words) throws Refusal, IOException {
        var publishers = new ArrayList<Publisher>();
        for (String file : words.all("publishers")) {
            for (Fields publisher : Fields.of(Files.readAllBytes(Path.of(file)), file, Reason.SOURCE_INVALID).list("publishers", MOST)) {
                publishers.add(IndexFile.publisher(publisher));
            }
        }
        return publishers;
    }

    private static List<Revocation> revocations(Words words, Instant since) throws Misuse {
        var revoked = new ArrayList<Revocation>();
        for (String text : words.all("revoke")) {
            int equals = text.indexOf('=');
            if (equals != 64) {
                throw new Misuse("--revoke is SHA256=REASON");
            }
            revoked.add(new Revocation(text.substring(0, equals), text.substring(equals + 1), since));
        }
        return revoked;
    }

    private static Instant instant(String text) throws Misuse {
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw new Misuse("--issued is a time like 2026-01-31T12:00:00Z");
        }
    }

    static long number(String text) throws Misuse {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Misuse(text + " is no number");
        }
    }

    void sign(List<String> args) throws Misuse, Refusal, IOException {
        var words = new Words(args, Set.of("key", "publisher"));
        var signers = signers(words);
        if (words.rest().isEmpty()) {
            throw new Misuse("needs the files to sign");
        }
        for (String name : words.rest()) {
            Path file = Path.of(name);
            Path signature = file.resolveSibling(file.getFileName() + SignatureFile.ENDING);
            if (name.endsWith(".jar")) {
                String digest = Digests.sha256(file);
                Files.write(signature, new SignatureFile.Beside(words.needed("publisher"), signers.stream().map(signer -> signer.seal(digest)).toList()).write());
            } else {
                Files.write(signature, signed(Files.readAllBytes(file), signers));
            }
            out.println(signature + ": signed by " + String.join(", ", signers.stream().map(Signer::key).toList()));
        }
    }

    private static List<Signer> signers(Words words) throws Misuse, Refusal, IOException {
        words.needed("key");
        var signers = new ArrayList<Signer>();
        for (String key : words.all("key")) {
            signers.add(new Signer(Keys.pair(Path.of(key))));
        }
        return signers;
    }

    private static byte[] signed(byte[] document, List<Signer> signers) {
        return new SignatureFile(signers.stream().map(signer -> signer.sign(document)).toList()).write();
    }

    void rotate(List<String> args) throws Misuse, Refusal, IOException {
        var words = new Words(args, Set.of("catalog", "number", "key", "out"));
        var keys = new ArrayList<String>();
        for (String file : words.rest()) {
            keys.add(Keys.text(Keys.publicKey(Files.readString(Path.of(file)))));
        }
        if (keys.isEmpty()) {
            throw new Misuse("needs the files of the new public keys");
        }
        byte[] document = new Rotation(words.needed("catalog"), number(words.needed("number")), keys).write();
        Path file = Path.of(words.needed("out")).resolve(Rotation.NAME);
        Files.write(file, document);
        Files.write(file.resolveSibling(Rotation.NAME + SignatureFile.ENDING), signed(document, signers(words)));
        out.println(file + ": " + keys.size() + " keys");
    }
}
