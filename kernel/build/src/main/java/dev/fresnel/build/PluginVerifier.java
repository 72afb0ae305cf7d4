package dev.fresnel.build;

import aQute.bnd.classfile.ClassFile;
import aQute.bnd.header.Attrs;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.verifier.VerifierPlugin;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes {@code plugin.json} into a plugin's bundle, and ends the build when something in it cannot be. */
public final class PluginVerifier implements VerifierPlugin {
    private static final String PASSPORT = "dev.fresnel.api.plugin.FresnelPlugin";

    @Override
    public void verify(Analyzer analyzer) throws Exception {
        Jar jar = analyzer.getJar();
        Optional<Attrs> passport = analyzer.parseHeader(jar.getManifest().getMainAttributes().getValue("Provide-Capability")).entrySet().stream()
                .filter(clause -> clause.getKey().replace("~", "").equals("fresnel.plugin"))
                .map(clause -> clause.getValue())
                .findFirst();
        if (passport.isEmpty()) {
            return; // no plugin
        }
        var classes = new Classes(jar);
        var description = new Description(jar, classes);
        JsonNode plugin = Description.MAPPER.valueToTree(description.write(passport.get()));
        var check = new Check(plugin);
        description.faults().forEach(fault -> analyzer.error("%s", fault));
        check.faults().forEach(fault -> analyzer.error("plugin.json: %s", fault));
        check.inactive().forEach(slot -> analyzer.warning("%s", slot));
        words(jar, check, analyzer);
        sticky(classes, analyzer);
        String text = Description.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(plugin) + "\n";
        jar.putResource("plugin.json", new EmbeddedResource(text.getBytes(StandardCharsets.UTF_8), 0L));
    }

    private static void words(Jar jar, Check check, Analyzer analyzer) throws Exception {
        for (String language : List.of("en", "ja")) {
            var messages = jar.getResource("messages/" + language + ".json");
            JsonNode read = Description.MAPPER.createObjectNode();
            if (messages != null) {
                try (InputStream in = messages.openInputStream()) {
                    read = Description.MAPPER.readTree(in);
                }
            }
            check.missing(language, read).forEach(fault -> analyzer.error("%s", fault));
        }
    }

    /** In a library that was put into the bundle it is a warning: whoever did so knows which of it runs. */
    private static void sticky(Classes classes, Analyzer analyzer) {
        String own = classes.all().values().stream()
                .filter(type -> type.this_class.endsWith("/package-info") && Classes.annotation(type.attributes, PASSPORT).isPresent())
                .map(type -> type.this_class.substring(0, type.this_class.length() - "package-info".length()))
                .findFirst()
                .orElse("");
        for (ClassFile type : classes.all().values()) {
            for (String fault : Sticky.in(type)) {
                if (type.this_class.startsWith(own)) {
                    analyzer.error("%s", fault);
                } else {
                    analyzer.warning("%s", fault);
                }
            }
        }
    }
}
