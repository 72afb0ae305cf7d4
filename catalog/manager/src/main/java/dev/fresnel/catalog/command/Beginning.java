package dev.fresnel.catalog.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code plugin new NAME [FOLDER]}: a working plugin with tests. */
final class Beginning {
    private Beginning() {}

    static void make(Request request, Terminal terminal) {
        List<String> words = request.words();
        if (words.isEmpty() || words.size() > 2) {
            throw Failure.misuse("new needs the name of the plugin, and takes a folder.");
        }
        var name = PluginName.of(words.getFirst());
        Path folder = Path.of(words.size() == 2 ? words.get(1) : name.id()).toAbsolutePath().normalize();
        List<String> files = Kit.own().make(name, folder);
        if (request.json()) {
            terminal.json(Map.of("id", name.id(), "folder", folder.toString(), "files", files));
            return;
        }
        terminal.line("Made " + folder + " (" + files.size() + " files): a page, an endpoint, a column, a source of the map, and their tests.");
        terminal.line("Next:  cd " + folder + " && mvn package     builds and tests it (JDK 25, Maven 3.8, Node.js 20.20)");
        terminal.line("       fresnel plugin dev " + folder + "     puts it into the running Fresnel, and again after each change");
    }
}
