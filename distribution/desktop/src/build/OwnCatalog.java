import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.tool.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the catalog of our own plugins: {@code OwnCatalog TARGET ISSUED DAYS KEY}. TARGET/catalog is what is published, signed;
 * TARGET/trust.json is a trust policy that believes it. With the key {@code own} the build makes one for itself, which nobody
 * else believes. The same plugins, time and key give the same bytes.
 */
final class OwnCatalog {
    private static final String NAME = "fresnel";

    private OwnCatalog() {}

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        String issued = args[1];
        Path key = args[3].equals("own") ? ownKey(target) : Path.of(args[3]);
        Path catalog = target.resolve("catalog");
        Optional<Index> before = args[3].equals("own") ? read(catalog) : Optional.empty();
        clear(catalog);
        long version = before.map(Index::version).orElse(Instant.parse(issued).getEpochSecond());
        generate(target, key, version, issued, args[2]);
        if (before.isPresent() && !before.equals(read(catalog))) {
            generate(target, key, version + 1, issued, args[2]); // who has seen the former one under this number would refuse it
        }
        run(List.of("sign", "--key", key.toString(), catalog.resolve("index.json").toString()));
        String open = Files.readString(Path.of(key + ".pub")).replaceAll("-----[A-Z ]+-----|\\s", "");
        Files.writeString(target.resolve("trust.json"), "{\n  \"unsigned\": \"nowhere\",\n  \"catalogs\": [{ \"name\": \"" + NAME + "\", \"keys\": [\"" + open + "\"] }]\n}\n");
        run(List.of("verify", "--trust", target.resolve("trust.json").toString(), catalog.toString()));
    }

    private static void generate(Path target, Path key, long version, String issued, String days) throws IOException {
        var words = new ArrayList<>(List.of(
                "generate", "--out", target.resolve("catalog").toString(), "--name", NAME, "--version", String.valueOf(version), "--issued", issued, "--days", days, "--publisher", NAME, "--key",
                key.toString(), "--namespace", "dev.fresnel.*"));
        for (String jar : Files.readAllLines(target.resolve("plugins.placed"))) {
            words.addAll(List.of("--namespace", jar.replaceFirst("\\.jar$", ""))); // a plugin's folder is its id
            words.add(target.resolve("fresnel/plugins").resolve(jar).toString());
        }
        run(words);
    }

    private static Optional<Index> read(Path catalog) throws IOException {
        try {
            return Optional.of(IndexFile.read(Files.readAllBytes(catalog.resolve(IndexFile.NAME))));
        } catch (NoSuchFileException | Refusal e) {
            return Optional.empty(); // there is none that anybody could have believed
        }
    }

    private static Path ownKey(Path target) throws IOException {
        Path key = Files.createDirectories(target.resolve("catalog-key")).resolve("dev.key");
        if (!Files.exists(key)) {
            run(List.of("keygen", key.toString()));
        }
        return key;
    }

    private static void clear(Path catalog) throws IOException {
        Path bundles = catalog.resolve("bundles");
        if (Files.isDirectory(bundles)) {
            try (Stream<Path> old = Files.list(bundles)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void run(List<String> words) {
        int code = Main.run(words, new PrintStream(OutputStream.nullOutputStream()), System.err);
        if (code != 0) {
            System.exit(code);
        }
    }
}
