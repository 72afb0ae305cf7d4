package dev.fresnel.kubernetes.kubeconfig;

import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A kubeconfig that somebody gives us as text. It stands by itself: its entries get names of their own, so that no user of one file is
 * sent to the server of another, and it names no files, whose contents would go to a server that a stranger chose.
 */
public final class DroppedKubeconfig {
    private static final int MOST = 200;
    private static final Map<String, List<String>> FILES = Map.of(
            "clusters/cluster", List.of("certificate-authority"), "users/user", List.of("client-certificate", "client-key", "tokenFile"));

    private final Map<String, Entry> clusters;
    private final Map<String, Entry> users;
    private final Map<String, Entry> contexts;

    private DroppedKubeconfig(Entry root) {
        clusters = named(root, "clusters", "cluster");
        users = named(root, "users", "user");
        contexts = named(root, "contexts", "context");
    }

    /** @throws Problem INVALID, with what is wrong in words */
    public static DroppedKubeconfig read(String text) {
        Entry root;
        try {
            root = Kubeconfig.parse(text);
        } catch (YamlEngineException e) {
            throw refused("KUBECONFIG_UNREADABLE", "This is no kubeconfig: it is not YAML. " + Kubeconfig.firstLines(e));
        }
        String kind = root.text("kind");
        if (!kind.isEmpty() && !kind.equals("Config")) {
            throw refused("KUBECONFIG_UNFIT", "This is no kubeconfig: it is an object of the kind " + kind + ".");
        }
        var dropped = new DroppedKubeconfig(root);
        dropped.check();
        return dropped;
    }

    private static Map<String, Entry> named(Entry root, String list, String member) {
        var all = new LinkedHashMap<String, Entry>();
        for (Entry one : root.entries(list)) {
            if (!one.text("name").isEmpty()) {
                all.putIfAbsent(one.text("name"), one.entry(member));
            }
        }
        return all;
    }

    private void check() {
        if (contexts.isEmpty()) {
            throw refused("KUBECONFIG_UNFIT", "This is no kubeconfig: it has no contexts. A kubeconfig has clusters, users and contexts.");
        }
        if (contexts.size() > MOST) {
            throw refused("KUBECONFIG_UNFIT", "This kubeconfig has " + contexts.size() + " contexts; at most " + MOST + " are taken at once.");
        }
        contexts.forEach((name, context) -> {
            String cluster = context.text("cluster");
            String user = context.text("user");
            if (!clusters.containsKey(cluster) || !user.isEmpty() && !users.containsKey(user)) {
                throw refused("KUBECONFIG_UNFIT", "The context “" + name + "” names a cluster or user that this kubeconfig does not describe.");
            }
            String fault = Fields.fault(Fields.server(clusters.get(cluster), java.nio.file.Path.of("kubeconfig")), cluster);
            if (fault != null) {
                throw refused("KUBECONFIG_UNFIT", fault);
            }
        });
        List<String> files = Stream.concat(files("clusters/cluster", clusters), files("users/user", users)).toList();
        if (!files.isEmpty()) {
            throw new Problem(
                    Problem.Kind.INVALID, "KUBECONFIG_FILES",
                    "This kubeconfig names files (" + String.join(", ", files) + ") instead of holding what is in them. Make one that stands by itself: kubectl config view --flatten --raw",
                    Map.of("files", files), null);
        }
    }

    private static Stream<String> files(String which, Map<String, Entry> entries) {
        return entries.values().stream().flatMap(entry -> FILES.get(which).stream().map(entry::text)).filter(file -> !file.isEmpty()).distinct();
    }

    private static Problem refused(String code, String text) {
        return new Problem(Problem.Kind.INVALID, code, text);
    }

    /** Programs that would run to get a credential. */
    public List<String> commands() {
        var all = new LinkedHashSet<String>();
        users.values().stream().filter(user -> user.has("exec")).map(user -> user.entry("exec")).forEach(exec ->
                all.add(String.join(" ", Stream.concat(Stream.of(exec.text("command")), exec.texts("args").stream()).toList())));
        return List.copyOf(all);
    }

    /**
     * The same with names that nobody has.
     *
     * @param taken names of contexts that there are
     * @param mark makes names of clusters and users its own
     */
    public Map<String, Map<String, Object>> apart(Set<String> taken, String mark) {
        var used = new LinkedHashSet<>(taken);
        var files = new LinkedHashMap<String, Map<String, Object>>();
        contexts.forEach((wished, context) -> {
            String name = wished;
            for (int i = 2; !used.add(name); i++) {
                name = wished + " (" + i + ")";
            }
            String own = mark + "/" + name;
            var names = new LinkedHashMap<Object, Object>(context.members());
            names.put("cluster", own);
            var parts = new LinkedHashMap<String, Object>();
            parts.put("apiVersion", "v1");
            parts.put("kind", "Config");
            parts.put("clusters", list(own, "cluster", clusters.get(context.text("cluster")).members()));
            if (!context.text("user").isEmpty()) {
                names.put("user", own);
                parts.put("users", list(own, "user", users.get(context.text("user")).members()));
            }
            parts.put("contexts", list(name, "context", names));
            files.put(name, parts);
        });
        return files;
    }

    private static List<Object> list(String name, String member, Map<?, ?> value) {
        return new ArrayList<>(List.of(Map.of("name", name, member, value)));
    }
}
