package dev.fresnel.build;

import aQute.bnd.classfile.ClassFile;
import aQute.bnd.header.Attrs;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;

/** Puts together what a plugin adds and asks for. */
final class Description {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String API = "dev.fresnel.api.";
    private static final String ASKS = "dev.fresnel.api.plugin.Asks";
    private static final String SETTINGS = "dev.fresnel.api.settings.SettingsType";

    /** Services of the platform that an admin wants to know of. */
    private static final Map<String, String> CAPABILITIES = Map.of(
            API + "store.Store", "store", API + "outbound.Outbound", "outbound", API + "stream.Streams", "streams", API + "settings.Settings", "settings",
            API + "scratch.Scratch", "scratch");

    private final Jar jar;
    private final Attributes manifest;
    private final Classes classes;
    private final List<Component> components;
    private final Forms forms;
    private final List<String> faults = new ArrayList<>();

    Description(Jar jar, Classes classes) throws Exception {
        this.jar = jar;
        this.manifest = jar.getManifest().getMainAttributes();
        this.classes = classes;
        this.components = Component.all(jar, header("Service-Component"));
        this.forms = new Forms(classes, faults);
    }

    List<String> faults() {
        return faults;
    }

    private String header(String name) {
        return Optional.ofNullable(manifest.getValue(name)).orElse("");
    }

    /** @param passport attributes of the capability {@code fresnel.plugin} */
    Map<String, Object> write(Attrs passport) throws IOException {
        var out = new LinkedHashMap<String, Object>();
        out.put("contract", 1);
        out.put("id", passport.get("fresnel.plugin"));
        out.put("title", passport.get("title"));
        out.put("summary", passport.get("summary"));
        out.put("version", header("Bundle-Version"));
        out.put("manifest", ordered("require", header("Require-Capability"), "provide", header("Provide-Capability"), "imports", header("Import-Package")));
        Map<String, Object> asks = asks();
        out.put("asks", asks);
        List<Map<String, Object>> actions = actions();
        out.put("needs", needs(actions));
        out.put("endpoints", of("http.Endpoint").stream().map(Description::route).toList());
        out.put("channels", of("channel.ChannelSource").stream().map(one -> one.text("fresnel.channel.type")).toList());
        out.put("actions", actions);
        out.put("tools", tools());
        out.put("settings", settings());
        out.put("extensions", extensions());
        out.put("languages", languages());
        out.put("contributions", contributions());
        if (!actions.isEmpty() && ((List<?>) asks.get("write")).isEmpty()) {
            faults.add("it has actions, but asks for no kind to change: @Asks(write = …) on its root package");
        }
        return out;
    }

    private List<Component> of(String point) {
        return components.stream().filter(component -> component.services().contains(API + point)).toList();
    }

    private static Map<String, Object> route(Component component) {
        String method = component.text("fresnel.route.method");
        return ordered("method", method.isEmpty() ? "GET" : method, "path", component.text("fresnel.route.path"));
    }

    private Map<String, Object> asks() {
        Map<String, Object> said = classes.all().values().stream()
                .filter(type -> type.this_class.endsWith("/package-info"))
                .map(type -> Classes.annotation(type.attributes, ASKS))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Map.of());
        Set<String> capabilities = new TreeSet<>(Classes.texts(said.getOrDefault("capabilities", List.of())));
        components.stream().flatMap(component -> component.references().stream()).map(CAPABILITIES::get).filter(name -> name != null).forEach(capabilities::add);
        return ordered(
                "outbound", Classes.texts(said.getOrDefault("outbound", List.of())), "write", Classes.texts(said.getOrDefault("write", List.of())),
                "capabilities", List.copyOf(capabilities));
    }

    private List<Map<String, Object>> actions() {
        return of("action.Action").stream().map(component -> {
            String level = component.text("fresnel.action.level");
            return ordered(
                    "id", component.text("fresnel.action.id"), "title", component.text("fresnel.action.title"), "kinds", component.texts("fresnel.action.kinds"),
                    "needs", component.texts("fresnel.action.needs"), "when", component.text("fresnel.action.when"), "level", level.isEmpty() ? "CHANGE" : level,
                    "most", component.number("fresnel.action.most", 500), "order", component.number("fresnel.action.order", 100),
                    "fields", forms.fields(component.text("fresnel.action.input")));
        }).toList();
    }

    private static List<String> needs(List<Map<String, Object>> actions) {
        var needs = new LinkedHashSet<String>();
        actions.forEach(action -> needs.addAll(Classes.texts(action.get("needs"))));
        return List.copyOf(needs);
    }

    private List<Map<String, Object>> tools() {
        return of("tool.Tool").stream().map(component -> ordered(
                "id", component.text("fresnel.tool.id"), "description", component.text("fresnel.tool.description"),
                "fields", forms.fields(component.text("fresnel.tool.input")))).toList();
    }

    private List<Map<String, Object>> settings() {
        var all = new ArrayList<Map<String, Object>>();
        for (ClassFile type : classes.all().values()) {
            Classes.annotation(type.attributes, SETTINGS).ifPresent(said -> all.add(ordered(
                    "id", said.get("id"), "title", said.get("title"), "scope", said.getOrDefault("scope", "INSTALL"),
                    "schema", said.getOrDefault("schema", 1), "fields", forms.fields(type))));
        }
        return all;
    }

    private Map<String, Integer> extensions() {
        var counts = new TreeMap<String, Integer>();
        components.stream().flatMap(component -> component.services().stream()).filter(name -> name.startsWith(API)).forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    private List<String> languages() {
        return jar.getResources().keySet().stream().filter(path -> path.matches("messages/[a-z]{2}\\.json")).map(path -> path.substring(9, 11)).sorted().toList();
    }

    private JsonNode contributions() throws IOException {
        var found = jar.getResource("contributions.json");
        if (found == null) {
            return MAPPER.createObjectNode();
        }
        try (InputStream in = found.openInputStream()) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            faults.add("contributions.json is no JSON: " + e.getMessage());
            return MAPPER.createObjectNode();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static Map<String, Object> ordered(Object... pairs) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }
}
