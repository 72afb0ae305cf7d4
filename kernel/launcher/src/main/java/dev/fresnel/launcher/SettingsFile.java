package dev.fresnel.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code fresnel.yaml}: one mapping from the flags' names to their values. */
final class SettingsFile {
    private SettingsFile() {}

    static Map<Option, Entry> read(Path file) {
        var entries = new EnumMap<Option, Entry>(Option.class);
        if (!(parse(file) instanceof Map<?, ?> map)) {
            throw new Refusal(file + " holds no settings: lines such as 'port: 8080' are expected.");
        }
        map.forEach((key, value) -> put(entries, String.valueOf(key), value, file));
        return entries;
    }

    private static Object parse(Path file) {
        try {
            var settings = LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build();
            var value = new Load(settings).loadFromString(Files.readString(file, StandardCharsets.UTF_8));
            return value == null ? Map.of() : value;
        } catch (MarkedYamlEngineException e) {
            var where = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)).orElse("");
            throw new Refusal(file + where + ": " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new Refusal(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + reason(e));
        }
    }

    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> "there is no such file.";
            case java.nio.file.AccessDeniedException denied -> "access denied.";
            default -> e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        };
    }

    private static void put(Map<Option, Entry> entries, String key, @Nullable Object value, Path file) {
        var source = key + " in " + file;
        var text = text(source, value);
        var option = Option.of(key).filter(o -> o != Option.CONFIG);
        if (option.isPresent()) {
            entries.put(option.get(), new Entry(source, text));
            return;
        }
        var negated = Environment.negated(key).orElseThrow(() -> new Refusal("Unknown setting " + source + "; --help lists what there is."));
        entries.putIfAbsent(negated, new Entry(source, Settings.flag(new Entry(source, text)) ? "false" : "true"));
    }

    private static String text(String source, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case List<?> list -> list.stream().map(item -> text(source, item)).collect(Collectors.joining(","));
            default -> throw new Refusal(source + " must be a single value.");
        };
    }
}
