package dev.fresnel.catalog.index.tool;

import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.publish.Mirror;
import dev.fresnel.catalog.index.source.Catalogued;
import dev.fresnel.catalog.index.source.Credentials;
import dev.fresnel.catalog.index.source.OciAddress;
import dev.fresnel.catalog.index.source.Proxy;
import dev.fresnel.catalog.index.source.Push;
import dev.fresnel.catalog.index.source.Reach;
import dev.fresnel.catalog.index.source.Setting;
import dev.fresnel.catalog.index.source.Sources;
import dev.fresnel.catalog.index.tool.Words.Misuse;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.Trust;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The commands that fetch, judge and send. */
final class Moving {
    private static final Set<String> OPTIONS = Set.of("trust", "state", "credentials", "ca", "proxy", "maven");

    private final PrintStream out;

    Moving(PrintStream out) {
        this.out = out;
    }

    /** Something that needs a private folder, which is gone afterwards. */
    @FunctionalInterface
    private interface Work {
        void with(Setting setting) throws Misuse, Refusal, IOException, InterruptedException;
    }

    private static void inPrivate(Words words, Work work) throws Misuse, Refusal, IOException, InterruptedException {
        Path temporary = Files.createTempDirectory("fresnel-index"); // mode 0700
        try {
            Policy policy = words.option("trust").isPresent() ? Policy.read(Files.readAllBytes(Path.of(words.needed("trust")))) : Policy.of(Policy.Unsigned.FOLDERS);
            var memory = new Memory(words.option("state").map(Path::of).orElse(temporary.resolve("state.json")));
            var maven = words.option("maven").map(URI::create);
            work.with(new Setting(new Trust(policy, memory, Clock.systemUTC()), reach(words), Bounds.USUAL, temporary, maven));
        } finally {
            try (Stream<Path> files = Files.walk(temporary)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Reach reach(Words words) throws Refusal {
        Reach reach = Reach.USUAL.through(words.option("proxy").isPresent() ? Optional.of(Proxy.of(words.option("proxy").get(), List.of())) : Proxy.of(System.getenv()));
        if (words.option("credentials").isPresent()) {
            reach = reach.with(Credentials.read(Path.of(words.option("credentials").get())));
        }
        return words.option("ca").isPresent() ? reach.trusting(Path.of(words.option("ca").get())) : reach;
    }

    void verify(List<String> args) throws Misuse, Refusal, IOException, InterruptedException {
        var words = new Words(args, OPTIONS);
        String place = words.rest(1, "one source").getFirst();
        inPrivate(words, setting -> {
            try (Source source = new Sources(setting).open(place)) {
                boolean local = source.kind() == Source.Kind.FOLDER || source.kind() == Source.Kind.FILE;
                Look look = new Mirror(setting).verify(source, new Trust.Origin(source.name(), local));
                for (String problem : look.problems()) {
                    throw new Refusal(Reason.SOURCE_INVALID, problem);
                }
                tell(look);
            }
        });
    }

    private void tell(Look look) {
        look.index().ifPresent(index -> out.println(index.name() + " version " + index.version() + ", expires " + index.expires() + ": " + look.verdict().words()));
        look.entries().forEach(entry -> out.println("  " + entry.id() + " " + entry.version() + "  sha256:" + entry.sha256() + (entry.publisher().isEmpty() ? "" : "  by " + entry.publisher())));
    }

    void mirror(List<String> args) throws Misuse, Refusal, IOException, InterruptedException {
        var words = new Words(args, OPTIONS);
        List<String> places = words.rest(2, "a source and a folder or zip file");
        Path target = Path.of(places.get(1));
        inPrivate(words, setting -> {
            try (Source source = new Sources(setting).open(places.getFirst())) {
                if (!(source instanceof Catalogued catalog)) {
                    throw new Refusal(Reason.SOURCE_INVALID, places.getFirst() + " has no index; only catalogs are mirrored");
                }
                boolean packed = target.toString().endsWith(".zip");
                Path folder = packed ? setting.temporary().resolve("mirror") : target;
                var mirror = new Mirror(setting);
                Look look = mirror.copy(catalog, folder, entry -> out.println("  " + entry.id() + " " + entry.version()));
                if (packed) {
                    Mirror.zip(folder, target);
                    mirror.verify(target);
                }
                out.println(target + ": " + look.entries().size() + " plugins; " + look.verdict().words());
            }
        });
    }

    void publish(List<String> args) throws Misuse, Refusal, IOException, InterruptedException {
        var words = new Words(args, OPTIONS);
        List<String> places = words.rest(2, "a catalog's folder or a jar, and oci:HOST/NAME:TAG");
        Path place = Path.of(places.getFirst());
        try (var push = new Push(OciAddress.parse(places.get(1)), reach(words))) {
            String digest = Files.isDirectory(place) ? push.catalog(place) : push.bundle(place);
            out.println(places.get(1) + "  " + digest);
        }
    }
}
