package dev.fresnel.e2e;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Makes plugins of this module's own test classes. */
final class PluginJar {
    private PluginJar() {}

    /** @param packageName its root package, with {@code @FresnelPlugin} */
    static Path of(String packageName, Path folder) throws Exception {
        return of(packageName, folder, Map.of());
    }

    /** @param files further files in it, by their paths */
    static Path of(String packageName, Path folder, Map<String, String> files) throws Exception {
        return of(packageName, folder, Map.of(), files);
    }

    /** As a plugin's own build makes it, with {@code plugin.json}. */
    static Path described(String packageName, Path folder, Map<String, String> files) throws Exception {
        return of(packageName, folder, Map.of("-plugin.fresnel", "dev.fresnel.build.PluginVerifier"), files);
    }

    private static Path of(String packageName, Path folder, Map<String, String> instructions, Map<String, String> files) throws Exception {
        var id = packageName.substring(packageName.lastIndexOf('.') + 1);
        try (var builder = new Builder()) {
            builder.setClasspath(new File[] {Path.of(PluginJar.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile(), location("dev.fresnel.api.plugin.Problem"), location("org.osgi.service.component.annotations.Component")});
            builder.setProperty("Bundle-SymbolicName", "dev.fresnel." + id);
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("Private-Package", packageName);
            builder.setProperty("Import-Package", "!org.jspecify.*, *");
            instructions.forEach(builder::setProperty);
            builder.setJar(new Jar(id));
            for (var file : files.entrySet()) {
                builder.getJar().putResource(file.getKey(), new EmbeddedResource(file.getValue().getBytes(StandardCharsets.UTF_8), 0L));
            }
            var jar = builder.build();
            if (!builder.isOk()) {
                throw new AssertionError(builder.getErrors());
            }
            var file = folder.resolve(id + ".jar");
            jar.write(file.toFile());
            return file;
        }
    }

    private static File location(String type) throws Exception {
        return Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI()).toFile();
    }
}
