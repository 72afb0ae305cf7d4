package dev.fresnel.catalog.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The folder {@code sdk} of this Fresnel: what plugins are made from and built with. */
record Kit(Path folder, String version) {
    /** Of the Fresnel that this command belongs to. */
    static Kit own() {
        return at(Path.of(System.getProperty("fresnel.home", "."), "sdk"));
    }

    static Kit at(Path folder) {
        try {
            Path place = folder.toAbsolutePath().normalize();
            return new Kit(place, Files.readString(place.resolve("version")).strip());
        } catch (IOException e) {
            throw Failure.notDone("this Fresnel came without the folder " + folder + ", which plugins are made from: unpack it again.");
        }
    }

    /** As Maven takes it. */
    String address() {
        String uri = folder.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /**
     * Fills the template in.
     *
     * @return what was written, relative to the folder
     * @throws Failure when there is something in the folder already, or it cannot be written
     */
    List<String> make(PluginName name, Path target) {
        try {
            if (Files.exists(target) && !(Files.isDirectory(target) && empty(target))) {
                throw Failure.notDone(target + " is not empty: name another folder.");
            }
            var made = new ArrayList<String>();
            Path template = folder.resolve("template");
            for (Path file : files(template)) {
                String path = filled(template.relativize(file).toString().replace('\\', '/').replace("@package@", name.packageName().replace('.', '/')), name);
                Path place = target.resolve(path.equals("gitignore") ? ".gitignore" : path); // archives leave files of that name out
                Files.createDirectories(place.getParent());
                Files.writeString(place, filled(Files.readString(file), name));
                made.add(target.relativize(place).toString());
            }
            return made;
        } catch (IOException e) {
            throw Failure.notDone(target + " cannot be written: " + e);
        }
    }

    private String filled(String text, PluginName name) {
        return text.replace("@package@", name.packageName())
                .replace("@Class@", name.className())
                .replace("@title@", name.title())
                .replace("@id@", name.id())
                .replace("@version@", version)
                .replace("@sdk@", address().replace("&", "&amp;"));
    }

    private static boolean empty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted(Comparator.comparing(file -> file.toString().toLowerCase(Locale.ROOT))).toList();
        }
    }
}
