package dev.fresnel.catalog.index.tool;

import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.tool.Words.Misuse;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** {@code index COMMAND …}: makes, signs, checks and copies catalogs. Code 0 = done, 1 = refused or failed, 2 = not understood. */
public final class Main {
    static final String HELP = """
            index generate --out DIR --name NAME --version N [--issued TIME] [--days 7] [--publisher NAME --key FILE [--namespace NAME]…]
                           [--publishers FILE] [--revoke SHA256=REASON]… JAR|DIR…    makes DIR/index.json and DIR/bundles
            index keygen FILE                              makes an Ed25519 key: FILE (secret) and FILE.pub
            index sign --key FILE [--key FILE]… FILE…      writes FILE.sig; of a jar: --publisher NAME
            index rotate --catalog NAME --number N --key OLD [--key OLD]… --out DIR NEW.pub…    a signed change of keys
            index verify [--trust FILE] [--state FILE] SOURCE     judges index and bundles
            index mirror [--trust FILE] [--state FILE] SOURCE DIR|FILE.zip    copies a catalog with its signatures
            index publish-oci DIR|JAR oci:HOST/NAME:TAG    pushes a catalog or a bundle to a registry
            Where something is fetched: [--credentials FILE] [--ca FILE] [--proxy URL] [--maven URL]
            """;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** The same without the end of the process. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty() || args.getFirst().equals("--help") || args.getFirst().equals("help")) {
            (args.isEmpty() ? err : out).print(HELP);
            return args.isEmpty() ? 2 : 0;
        }
        try {
            command(args.getFirst(), args.subList(1, args.size()), out);
            return 0;
        } catch (Misuse e) {
            err.println("index " + args.getFirst() + ": " + e.getMessage());
            return 2;
        } catch (Refusal e) {
            err.println("index " + args.getFirst() + ": " + e.reason() + ": " + e.words());
            return 1;
        } catch (IOException e) {
            err.println("index " + args.getFirst() + ": " + e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("index " + args.getFirst() + ": interrupted");
            return 1;
        }
    }

    private static void command(String name, List<String> words, PrintStream out) throws Misuse, Refusal, IOException, InterruptedException {
        switch (name) {
            case "generate" -> new Making(out).generate(words);
            case "keygen" -> new Making(out).keygen(words);
            case "sign" -> new Making(out).sign(words);
            case "rotate" -> new Making(out).rotate(words);
            case "verify" -> new Moving(out).verify(words);
            case "mirror" -> new Moving(out).mirror(words);
            case "publish-oci" -> new Moving(out).publish(words);
            default -> throw new Misuse("there is no such command; index --help lists them");
        }
    }
}
