package dev.fresnel.uihost;

import dev.fresnel.api.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page will load of plugins once it knows them: named in its head, so that it comes together with the page's own files and not
 * after them.
 */
final class Hints {
    /** Names are a plugin's own; others than these have no hint. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/-]*");

    private final List<Modules.Built> modules;

    Hints(Modules.Snapshot of) {
        this.modules = of.modules().stream().filter(built -> !built.module().base().isEmpty()).toList();
    }

    /**
     * Elements for the head of the page at a path.
     *
     * @param basePath fit for an attribute
     */
    String at(String path, String basePath) {
        var head = new StringBuilder();
        for (Modules.Built built : modules) {
            for (String sheet : built.module().css()) {
                link(head, "rel=\"preload\" as=\"style\"", basePath, built, sheet);
            }
        }
        entry(path).ifPresent(entry -> {
            for (String file : entry.files()) {
                link(head, "rel=\"modulepreload\"", basePath, entry.built(), file);
            }
        });
        return head.toString();
    }

    private static void link(StringBuilder head, String attributes, String basePath, Modules.Built built, String file) {
        if (FILE.matcher(file).matches()) {
            head.append("<link ").append(attributes).append(" href=\"").append(basePath).append(built.module().base()).append(file).append("\">\n");
        }
    }

    /** The module that draws a page. */
    private record Entry(Modules.Built built, String module) {
        Set<String> files() {
            String name = module.replaceFirst("^\\./", "") + ".js";
            var all = new LinkedHashSet<>(List.of(name));
            built.needs().get(name).items().forEach(file -> all.add(file.text()));
            return all;
        }
    }

    private Optional<Entry> entry(String path) {
        String[] parts = path.split("/", 6);
        if (parts.length > 3 && parts[1].equals("p")) {
            String route = path.substring(("/p/" + parts[2] + "/").length());
            return items("pages").filter(item -> item.built().module().id().equals(parts[2]) && item.of().get("route").text().equals(route)).findFirst().map(Item::entry);
        }
        if (parts.length == 4 && parts[1].equals("c")) {
            return of("lists", parts[3]);
        }
        return parts.length == 6 && parts[1].equals("c") ? of("details", parts[3]) : Optional.empty();
    }

    private record Item(Modules.Built built, Json of) {
        Entry entry() {
            return new Entry(built, of.get("module").text());
        }
    }

    private Stream<Item> items(String slot) {
        return modules.stream().flatMap(built -> built.module().contributions().get(slot).items().stream().map(of -> new Item(built, of)));
    }

    /** As the page chooses: the last that names the kind, else the last for all. */
    private Optional<Entry> of(String slot, String resource) {
        var all = new ArrayList<>(items(slot).toList().reversed());
        return Stream.of(resource, "*")
                .flatMap(wanted -> all.stream().filter(item -> item.of().get("resource").text().equals(wanted)))
                .findFirst()
                .map(Item::entry);
    }
}
