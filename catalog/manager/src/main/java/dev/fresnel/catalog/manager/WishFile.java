package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.PluginsFile;
import dev.fresnel.catalog.api.PluginsFile.Wish;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.json.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code plugins.yaml}, read whole each time: a file that a ConfigMap brings is a link to a link that changes. */
final class WishFile {
    private static final int MOST = 500;
    private static final int LARGEST = 1 << 20;
    private static final int CONCURRENT = 4;
    private static final int MOST_CONCURRENT = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,99}");

    private final Path file;

    WishFile(Path file) {
        this.file = file;
    }

    /**
     * What it says.
     *
     * @param digest SHA-256 of its bytes
     */
    record Content(String digest, byte[] bytes) {}

    Content content() throws Refusal {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Refusal(Reason.SOURCE_TOO_LARGE, file + " is larger than 1 MB");
            }
            byte[] bytes = Files.readAllBytes(file);
            return new Content(Digests.sha256(bytes), bytes);
        } catch (NoSuchFileException e) {
            throw new Refusal(Reason.SOURCE_MISSING, file + " is not there", e);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    PluginsFile parse(Content content) throws Refusal {
        Fields fields = Fields.of(tree(content.bytes()), file.toString(), Reason.SOURCE_INVALID);
        var wishes = new ArrayList<Wish>();
        var names = new HashSet<String>();
        for (Fields plugin : fields.list("plugins", MOST)) {
            Wish wish = wish(plugin);
            if (!names.add(wish.name())) {
                throw plugin.wrong("name", "names " + wish.name() + ", which stands there already");
            }
            wishes.add(wish);
        }
        return new PluginsFile(wishes, concurrent(fields));
    }

    private static Wish wish(Fields plugin) throws Refusal {
        String name = plugin.text("name");
        if (!NAME.matcher(name).matches()) {
            throw plugin.wrong("name", "is no name of a plugin");
        }
        String version = plugin.text("version", "");
        Versions.check(plugin, version);
        return new Wish(name, plugin.text("source"), version, plugin.has("sha256") ? plugin.digest("sha256") : "");
    }

    private static int concurrent(Fields fields) throws Refusal {
        if (!fields.has("installOptions")) {
            return CONCURRENT;
        }
        Fields options = fields.fields("installOptions");
        int most = (int) options.number("maxConcurrent", 1, MOST_CONCURRENT, CONCURRENT);
        return options.flag("parallel", true) ? most : 1;
    }

    private Object tree(byte[] bytes) throws Refusal {
        try {
            var settings = LoadSettings.builder().setLabel(file.getFileName().toString()).setAllowDuplicateKeys(false).setMaxAliasesForCollections(10).build();
            Object tree = new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8));
            return tree == null ? Map.of("plugins", List.of()) : tree;
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
            throw new Refusal(Reason.SOURCE_INVALID, file + where + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new Refusal(Reason.SOURCE_INVALID, file + ": " + e.getMessage(), e);
        }
    }
}
