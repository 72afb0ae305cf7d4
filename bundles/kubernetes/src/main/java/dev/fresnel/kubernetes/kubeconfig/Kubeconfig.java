package dev.fresnel.kubernetes.kubeconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Several kubeconfig files as one, by kubectl's rule: the first file that names a cluster, user or context wins, and what
 * cannot be read costs only itself.
 *
 * @param contexts in the order of the files, the first file's current context first
 * @param unreadable files that could not be read, with the reason
 */
public record Kubeconfig(List<Context> contexts, Map<Path, String> unreadable) {
    public static final Kubeconfig NONE = new Kubeconfig(List.of(), Map.of());

    private static final int LIMIT = 32 << 20;

    /** Reads all files that exist; never fails. */
    public static Kubeconfig read(List<Path> files) {
        var merge = new Merge();
        for (Path file : files) {
            try {
                merge.add(file, parse(Files.readString(file)));
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                merge.unreadable.put(file, "cannot be read: " + e);
            } catch (YamlEngineException e) {
                merge.unreadable.put(file, "is not YAML: " + firstLines(e));
            }
        }
        return merge.result();
    }

    static Entry parse(String text) {
        var settings = LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setTagConstructors(Map.of(Tag.NULL, node -> "")) // The schema has no word for a value that is left out.
                .setCodePointLimit(LIMIT)
                .setAllowDuplicateKeys(true)
                .build();
        // Asked for one document, the library fails on a file without any.
        Iterator<Object> documents = new Load(settings).loadAllFromString(text).iterator();
        Object root = documents.hasNext() ? documents.next() : "";
        if ("".equals(root) || root instanceof Map) {
            return Entry.of(root);
        }
        throw new YamlEngineException("it holds no mapping");
    }

    static String firstLines(YamlEngineException e) {
        String message = String.valueOf(e.getMessage()).strip();
        // The excerpt that follows quotes the file, which may hold credentials.
        int excerpt = message.indexOf(":\n");
        return (excerpt < 0 ? message : message.substring(0, excerpt)).replaceAll("\\s+", " ");
    }

    /** The entries of all files by name, the first one wins. */
    private static final class Merge {
        private record Found(Entry entry, Path file) {}

        private final Map<String, Found> clusters = new LinkedHashMap<>();
        private final Map<String, Found> users = new LinkedHashMap<>();
        private final Map<String, Found> contexts = new LinkedHashMap<>();
        private final Map<Path, String> unreadable = new LinkedHashMap<>();
        private String current = "";

        void add(Path file, Entry root) {
            collect(root, "clusters", "cluster", file, clusters);
            collect(root, "users", "user", file, users);
            collect(root, "contexts", "context", file, contexts);
            if (current.isEmpty()) {
                current = root.text("current-context");
            }
        }

        private static void collect(Entry root, String list, String member, Path file, Map<String, Found> into) {
            for (Entry named : root.entries(list)) {
                String name = named.text("name");
                if (!name.isEmpty()) {
                    into.putIfAbsent(name, new Found(named.entry(member), file));
                }
            }
        }

        Kubeconfig result() {
            var all = new ArrayList<Context>();
            contexts.forEach((name, found) -> all.add(name.equals(current) ? 0 : all.size(), context(name, found.entry)));
            return new Kubeconfig(List.copyOf(all), new LinkedHashMap<>(unreadable));
        }

        private Context context(String name, Entry entry) {
            String cluster = entry.text("cluster");
            String user = entry.text("user");
            Found server = clusters.get(cluster);
            Found who = users.get(user);
            Server where = server == null ? Server.at("") : Fields.server(server.entry, server.file);
            User as = who == null ? User.ANONYMOUS : Fields.user(user, who.entry, who.file);
            return new Context(name, entry.text("namespace"), where, as, fault(name, cluster, where, server, user, who));
        }

        private static @Nullable String fault(
                String name, String cluster, Server where, @Nullable Found server, String user,
                @Nullable Found who) {
            if (cluster.isEmpty()) {
                return "The context “" + name + "” names no cluster: add “cluster:” to it in the kubeconfig.";
            }
            if (server == null) {
                return "The context “" + name + "” names the cluster “" + cluster
                        + "”, which no kubeconfig file describes: add it, or correct the name.";
            }
            if (!user.isEmpty() && who == null) {
                return "The context “" + name + "” names the user “" + user
                        + "”, which no kubeconfig file describes: add it, or correct the name.";
            }
            return Fields.fault(where, cluster);
        }
    }
}
