import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Lays out what plugins are made from outside of this source tree: {@code Sdk ROOT JARS SDK}. SDK/repository is a Maven repository
 * with the contract, the verifier and the testing kit; SDK/npm what pages are built with; SDK/template is {@code plugins/template} with {@code @id@} and the like in
 * place of its own names, so that what {@code fresnel plugin new} makes is what is built and tested here.
 */
final class Sdk {
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of("api", "kernel/api", "build", "kernel/build", "launcher", "kernel/launcher", "testing", "kernel/testing"));
    private static final List<String> PAGES = List.of("fresnel-sdk.tgz", "fresnel-ui.tgz");
    private static final Pattern GUIDE_MARK = Pattern.compile("(?m)^// (guide:.*|end)\\R");

    private final Path root;
    private final Path jars;
    private final Path sdk;
    private final String rootPom;

    private Sdk(Path root, Path jars, Path sdk) throws IOException {
        this.root = root;
        this.jars = jars;
        this.sdk = sdk;
        this.rootPom = Files.readString(root.resolve("pom.xml"));
    }

    public static void main(String[] args) throws IOException {
        new Sdk(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])).make();
    }

    private void make() throws IOException {
        clear();
        String built = found(rootPom, "<artifactId>fresnel</artifactId>\\s*<version>([^<]+)");
        String version = version(built);
        deploy("fresnel", "pom", rootPom.replace(built, version).getBytes(StandardCharsets.UTF_8), version);
        for (var module : MODULES.entrySet()) {
            deploy(module.getKey(), "pom", Files.readString(root.resolve(module.getValue()).resolve("pom.xml")).replace(built, version).getBytes(StandardCharsets.UTF_8), version);
            deploy(module.getKey(), "jar", Files.readAllBytes(jar(module.getKey())), version);
        }
        for (var name : PAGES) {
            Files.createDirectories(sdk.resolve("npm"));
            Files.copy(jars.resolve("npm").resolve(name), sdk.resolve("npm").resolve(name));
        }
        write(sdk.resolve("version"), version + "\n");
        template();
    }

    private void clear() throws IOException {
        if (Files.exists(sdk)) {
            try (var files = Files.walk(sdk)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path jar(String module) {
        return jars.resolve(module + ".jar");
    }

    /** Between releases each content has a version of its own, or Maven's copies of another day would be taken for it. */
    private String version(String built) throws IOException {
        if (!built.endsWith("-SNAPSHOT")) {
            return built;
        }
        var sha = digest("SHA-256");
        sha.update(rootPom.getBytes(StandardCharsets.UTF_8));
        for (var module : MODULES.entrySet()) {
            sha.update(Files.readAllBytes(root.resolve(module.getValue()).resolve("pom.xml")));
            sha.update(Files.readAllBytes(jar(module.getKey())));
        }
        for (var name : PAGES) {
            sha.update(Files.readAllBytes(jars.resolve("npm").resolve(name)));
        }
        return built.replace("SNAPSHOT", HexFormat.of().formatHex(sha.digest(), 0, 5));
    }

    private void deploy(String artifact, String type, byte[] content, String version) throws IOException {
        var file = sdk.resolve("repository/dev/fresnel").resolve(artifact).resolve(version).resolve(artifact + "-" + version + "." + type);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), HexFormat.of().formatHex(digest("SHA-1").digest(content)));
    }

    private void template() throws IOException {
        var source = root.resolve("plugins/template");
        var target = sdk.resolve("template");
        for (var file : filesBelow(source.resolve("src"))) {
            String path = source.relativize(file).toString().replace('\\', '/');
            if (path.startsWith("src/main/ui/") && (path.endsWith("/package.json") || path.contains(".test.") || path.contains("/node_modules/"))) {
                continue; // its tests run against the sources of the page's SDK
            }
            String place = path.replace("dev/fresnel/template/", "@package@/").replace("Template", "@Class@");
            write(target.resolve(place), named(GUIDE_MARK.matcher(Files.readString(file)).replaceAll("")));
        }
        var own = root.resolve("distribution/desktop/src/main/sdk");
        for (var file : filesBelow(own.resolve("ui"))) {
            write(target.resolve("src/main/ui").resolve(file.getFileName().toString()), tools(Files.readString(file)));
        }
        write(target.resolve("pom.xml"), pom(Files.readString(own.resolve("pom.xml"))));
        write(target.resolve("README.md"), Files.readString(own.resolve("README.md")));
        write(target.resolve("gitignore"), Files.readString(own.resolve("gitignore"))); // archives leave .gitignore out
    }

    private static String named(String text) {
        return text.replace("dev.fresnel.template", "@package@").replace("\"Template\"", "\"@title@\"").replace("Template", "@Class@").replace("template", "@id@");
    }

    private String tools(String text) throws IOException {
        String packages = Files.readString(root.resolve("package.json"));
        return text.replace("@typescript@", found(packages, "\"typescript\": \"([^\"]+)\"")).replace("@vite@", found(packages, "\"vite\": \"([^\"]+)\""));
    }

    /** Versions and instructions are those of this source tree. */
    private String pom(String text) throws IOException {
        String filled = text;
        for (String property : List.of("maven.compiler.release", "bnd.version")) {
            filled = filled.replace("@" + property + "@", found(rootPom, "<" + property + ">([^<]+)<"));
        }
        for (String plugin : List.of("clean", "resources", "toolchains", "compiler", "surefire", "jar")) {
            String artifact = "maven-" + plugin + "-plugin";
            filled = filled.replace("@" + artifact + "@", found(rootPom, "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<"));
        }
        filled = filled.replace("@exec-maven-plugin@", found(rootPom, "<artifactId>exec-maven-plugin</artifactId>\\s*<version>([^<]+)<"));
        String instructions = found(Files.readString(root.resolve("plugins/pom.xml")), "<bnd><!\\[CDATA\\[\\s*(.*?)\\s*\\]\\]></bnd>");
        return filled.replace("@bnd@", instructions.replaceAll("(?m)^Bundle-(SymbolicName|Name):.*\\R", ""));
    }

    private static String found(String text, String pattern) {
        var matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("nothing matches " + pattern);
        }
        return matcher.group(1);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
