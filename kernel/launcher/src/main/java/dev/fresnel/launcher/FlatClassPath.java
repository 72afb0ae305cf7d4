package dev.fresnel.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The platform's jars and the jars nested in them as one class path, for {@code boot=connect}. */
final class FlatClassPath {
    private FlatClassPath() {}

    /** The loader that has them: the application's own when the start script put them there, else a new one. */
    static ClassLoader loader(BootList list, Path folder) {
        var parent = FlatClassPath.class.getClassLoader();
        var onClassPath = System.getProperty("java.class.path", "").contains(list.path(list.items().getFirst()).toString());
        return onClassPath ? parent : new URLClassLoader("boot", unpack(list, folder).stream().map(FlatClassPath::url).toArray(URL[]::new), parent);
    }

    /** Unpacks nested jars below the folder, each named by its bundle, and gives the class path in the order of the list. */
    static List<Path> unpack(BootList list, Path folder) {
        try {
            var path = new ArrayList<Path>();
            for (var item : list.items()) {
                path.add(list.path(item));
                path.addAll(nested(list.path(item), folder.resolve(item.file().replaceFirst("\\.jar$", ""))));
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> nested(Path bundle, Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var jar = new JarFile(bundle.toFile())) {
            var header = jar.getManifest().getMainAttributes().getValue("Bundle-ClassPath");
            for (var name : header == null ? new String[0] : header.split("\\s*,\\s*")) {
                var entry = jar.getEntry(name);
                if (entry != null && name.endsWith(".jar")) {
                    Files.createDirectories(folder);
                    var target = folder.resolve(Path.of(name).getFileName());
                    Files.copy(jar.getInputStream(entry), target, StandardCopyOption.REPLACE_EXISTING);
                    found.add(target);
                }
            }
        }
        return found;
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** For the start script: unpacks and prints the class path. Arguments: the boot folder, the folder to unpack into. */
    public static void main(String[] args) {
        var path = unpack(BootList.read(Path.of(args[0])), Path.of(args[1]));
        System.out.println(String.join(File.pathSeparator, path.stream().map(Path::toString).toList()));
    }
}
