package dev.fresnel.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Fresnel was told, judged: every value is one that can be used. Flag before environment before file before default. */
final class Settings {
    private final Map<Option, String> values;

    private Settings(Map<Option, String> values) {
        this.values = values;
    }

    /**
     * @param home the folder that holds {@code bin}, {@code boot} and {@code plugins}
     * @throws Refusal when a value is unknown or wrong
     */
    static Settings of(CommandLine flags, Map<String, String> environment, Path home) {
        var variables = Environment.read(environment);
        var places = new Places(environment, home);
        var file = configFile(flags.entries(), variables, places).map(SettingsFile::read).orElse(Map.of());
        var values = new EnumMap<Option, String>(Option.class);
        for (var option : Option.values()) {
            var entry = first(option, flags.entries(), variables, file);
            var value = entry.map(e -> judge(option, e)).orElse(option.standard);
            values.put(option, value.isEmpty() ? places.standard(option) : value);
        }
        var settings = new Settings(values);
        settings.checkTogether();
        return settings;
    }

    private static Optional<Path> configFile(Map<Option, Entry> flags, Map<Option, Entry> variables, Places places) {
        var named = first(Option.CONFIG, flags, variables, Map.of()).filter(entry -> !entry.text().isEmpty());
        return named.isPresent()
                ? named.map(entry -> Path.of(judge(Option.CONFIG, entry)))
                : Optional.of(places.configFile()).filter(Files::isRegularFile);
    }

    private static Optional<Entry> first(Option option, Map<Option, Entry> flags, Map<Option, Entry> variables, Map<Option, Entry> file) {
        return Optional.ofNullable(flags.getOrDefault(option, variables.getOrDefault(option, file.get(option))));
    }

    private static String judge(Option option, Entry entry) {
        var text = entry.text().strip();
        if (text.isEmpty() && option.form != Option.Form.SWITCH) {
            return "";
        }
        return switch (option.form) {
            case PORT -> port(entry.source(), text);
            case NUMBER -> number(entry.source(), text);
            case SWITCH -> String.valueOf(flag(entry));
            case WORD -> word(option, entry.source(), text);
            case BASE_PATH -> basePath(entry.source(), text);
            case ORIGINS -> origins(entry.source(), text);
            case FILE -> readable(entry.source(), text);
            case FILES -> files(entry.source(), text);
            case FOLDER -> path(entry.source(), text).toAbsolutePath().normalize().toString();
            case LIST -> Arrays.stream(text.split("[,\\s]+")).filter(s -> !s.isEmpty()).collect(Collectors.joining(","));
            case TEXT -> text;
        };
    }

    static boolean flag(Entry entry) {
        return switch (entry.text().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0", "" -> false;
            default -> throw new Refusal(entry.source() + " must be true or false, not '" + entry.text() + "'.");
        };
    }

    private static String port(String source, String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new Refusal(source + " must be a port number from 0 to 65535, not '" + text + "'.");
        }
        return text;
    }

    private static String number(String source, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal(source + " must be a number from 0 on, not '" + text + "'.");
        }
        return text;
    }

    private static String word(Option option, String source, String text) {
        if (!option.words().contains(text)) {
            throw new Refusal(source + " must be " + String.join(" or ", option.words()) + ", not '" + text + "'.");
        }
        return text;
    }

    private static String basePath(String source, String text) {
        var path = text.replaceAll("/+$", "");
        if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new Refusal(source + " must look like /fresnel, not '" + text + "'.");
        }
        return path;
    }

    private static String origins(String source, String text) {
        if (!text.matches("(?i)https?://\\*(\\.[a-z0-9-]+)*\\.[a-z][a-z0-9-]*(:\\d{1,5})?/?")) {
            throw new Refusal(source + " must look like https://*.pages.example.org, not '" + text + "': each pod and Service has a name of its own below it.");
        }
        return text.replaceAll("/$", "");
    }

    private static Path path(String source, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refusal(source + " is no path: '" + text + "'.");
        }
    }

    private static String readable(String source, String text) {
        var path = path(source, text).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            throw new Refusal(source + ": there is no file " + path + ".");
        }
        if (!Files.isReadable(path)) {
            throw new Refusal(source + ": " + path + " cannot be read.");
        }
        return path.toString();
    }

    /** As kubectl does: of a list files may be missing, a single one must be there. */
    private static String files(String source, String text) {
        var files = Arrays.stream(text.split(File.pathSeparator)).filter(s -> !s.isBlank()).toList();
        if (files.size() == 1) {
            return readable(source, files.getFirst());
        }
        return files.stream().map(file -> path(source, file).toAbsolutePath().normalize().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    private void checkTogether() {
        checkPair(Option.TLS_CERT, Option.TLS_KEY);
        checkPair(Option.TLS_KEY, Option.TLS_CERT);
        if (text(Option.TLS_PORT).isEmpty() && !text(Option.TLS_CERT).isEmpty()) {
            throw new Refusal("--tls-cert needs --tls-port too.");
        }
        if (flag(Option.IN_CLUSTER) && flag(Option.DEMO)) {
            throw new Refusal("--demo and --in-cluster exclude each other.");
        }
        checkPages();
    }

    /** Under names below that one nothing of ours answers. */
    private void checkPages() {
        var parent = text(Option.PAGES_ORIGIN).toLowerCase(Locale.ROOT).replaceFirst("^https?://\\*", "").replaceFirst(":\\d+$", "");
        if (parent.isEmpty()) {
            return;
        }
        for (var option : List.of(Option.HOST, Option.ALLOWED_HOST, Option.PROXY_ORIGIN)) {
            for (var name : text(option).split(",")) {
                if (name.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("[:/].*", "").replaceFirst("\\.$", "").endsWith(parent)) {
                    throw new Refusal("--pages-origin: " + name + " is a name of Fresnel's own (--" + option.key() + ") and cannot lie below *" + parent + ".");
                }
            }
        }
    }

    private void checkPair(Option one, Option other) {
        if (!text(one).isEmpty() && text(other).isEmpty()) {
            throw new Refusal(one.flag() + " needs " + other.flag() + " too.");
        }
    }

    String text(Option option) {
        return values.getOrDefault(option, "");
    }

    int number(Option option) {
        return Integer.parseInt(text(option));
    }

    boolean flag(Option option) {
        return text(option).equals("true");
    }

    Path path(Option option) {
        return Path.of(text(option));
    }

    /** For bundles: {@code fresnel.port}, {@code fresnel.data-dir}, …; what is unset is absent. */
    Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        values.forEach((option, value) -> {
            if (!value.isEmpty()) {
                properties.put(option.property(), value);
            }
        });
        return properties;
    }
}
