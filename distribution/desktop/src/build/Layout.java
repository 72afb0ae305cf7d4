import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lays the distribution out: {@code Layout SOURCE TARGET}. TARGET/bundles holds all bundles; those that boot.list names go to
 * TARGET/fresnel/boot, the others are plugins. A file that is the same already is left alone, any other is replaced in one
 * step, so that a running Fresnel never sees half a file.
 */
final class Layout {
    private final Path source;
    private final Path target;
    private final Path home;

    private Layout(Path source, Path target) {
        this.source = source;
        this.target = target;
        this.home = target.resolve("fresnel");
    }

    public static void main(String[] args) throws IOException {
        new Layout(Path.of(args[0]), Path.of(args[1])).make();
    }

    private void make() throws IOException {
        for (var file : filesBelow(source)) {
            place(file, home.resolve(source.relativize(file).toString()));
        }
        var start = home.resolve("bin/fresnel");
        if (start.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var boot = bootNames();
        var bundles = filesBelow(target.resolve("bundles")).stream().map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        var missing = boot.stream().filter(name -> !bundles.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("boot.list names what the pom does not bring: " + missing);
        }
        var plugins = bundles.stream().filter(name -> !boot.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        placeAll(boot, "boot");
        placeAll(plugins, "plugins");
        Files.writeString(home.resolve("layout.digest"), digest(boot));
        for (var bundle : bundles) {
            Files.delete(target.resolve("bundles").resolve(bundle)); // or one that the pom no longer brings would stay
        }
    }

    private Set<String> bootNames() throws IOException {
        return Files.readAllLines(source.resolve("boot/boot.list")).stream()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+")[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What an earlier run placed and this one does not is taken away; what a person dropped stays. */
    private void placeAll(Set<String> names, String folder) throws IOException {
        Files.createDirectories(home.resolve(folder));
        var list = target.resolve(folder + ".placed");
        for (var name : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
            if (!names.contains(name)) {
                Files.deleteIfExists(home.resolve(folder).resolve(name));
            }
        }
        for (var name : names) {
            place(target.resolve("bundles").resolve(name), home.resolve(folder).resolve(name));
        }
        Files.write(list, names);
    }

    private static void place(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.mismatch(from, to) == -1) {
            return;
        }
        Files.createDirectories(to.getParent());
        var temporary = to.resolveSibling("." + to.getFileName() + ".part");
        Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String digest(Set<String> boot) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var file : filesBelow(home.resolve("lib"))) {
                sha.update(Files.readAllBytes(file));
            }
            for (var name : boot) {
                sha.update(Files.readAllBytes(home.resolve("boot").resolve(name)));
            }
            return HexFormat.of().formatHex(sha.digest()) + "\n";
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
