package dev.fresnel.switchboard;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Builds the jar of a small plugin from source text: the JDK's compiler, then bnd, as a real build does. */
public final class PluginJar {
    private final String id;
    private String version = "1.0.0";
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> resources = new LinkedHashMap<>();

    private PluginJar(String id) {
        this.id = id;
    }

    public static PluginJar of(String id) {
        return new PluginJar(id);
    }

    public PluginJar version(String text) {
        version = text;
        return this;
    }

    public PluginJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public PluginJar resource(String path, String text) {
        resources.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A class of the package {@code plug.ID}; the usual imports are there. */
    public PluginJar type(String name, String body) {
        sources.put(name, """
                package plug.%s;
                import dev.fresnel.api.channel.*; import dev.fresnel.api.check.*; import dev.fresnel.api.http.*;
                import dev.fresnel.api.action.*; import dev.fresnel.api.change.*; import dev.fresnel.api.graph.*; import dev.fresnel.api.kube.*;
                import dev.fresnel.api.outbound.*; import dev.fresnel.api.settings.*; import dev.fresnel.api.store.*; import dev.fresnel.api.view.*;
                import dev.fresnel.api.job.*; import dev.fresnel.api.json.*; import dev.fresnel.api.plugin.*;
                import java.util.*; import java.util.concurrent.*;
                import org.osgi.service.component.annotations.*;
                %s
                """.formatted(id.replace('-', '_'), body));
        return this;
    }

    /** An endpoint that answers with that text. */
    public PluginJar answers(String text) {
        return type("Say", "@Component @Route(path = \"/say\") public class Say implements Endpoint { public Response handle(Request r) { return Response.text(\""
                + text + "\"); } }");
    }

    public Path build(Path folder) throws Exception {
        Path work = Files.createTempDirectory(folder, "plugin");
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(work, classes);
        for (var resource : resources.entrySet()) {
            Path file = classes.resolve(resource.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, resource.getValue());
        }
        Path file = work.resolve(id + "-" + version + ".jar");
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", "plug." + id);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Provide-Capability", "fresnel.plugin;fresnel.plugin=" + id + ";title=\"Plugin " + id + "\";summary=\"A test\"");
            builder.setProperty("Import-Package", "!org.jspecify.*, *");
            builder.setProperty("-includeresource", classes.toString());
            builder.setProperty("Private-Package", "plug.*");
            builder.setProperty("-noextraheaders", "true");
            headers.forEach(builder::setProperty);
            builder.addClasspath(classes.toFile());
            for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (new File(part).exists() && !part.endsWith("test-classes")) {
                    builder.addClasspath(new File(part));
                }
            }
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                jar.write(file.toFile());
            }
        }
        return file;
    }

    private void compile(Path work, Path classes) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-parameters", "-nowarn", "-d", classes.toString(), "--release", "25",
                "-cp", System.getProperty("java.class.path")));
        for (var source : sources.entrySet()) {
            Path file = work.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        if (sources.isEmpty()) {
            return;
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("does not compile");
        }
    }
}
