package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An OCI image manifest that holds files (image specification 1.1, artifacts): each layer is one file, named by the annotation
 * {@code org.opencontainers.image.title}.
 *
 * @param type of the artifact: {@link #CATALOG} or {@link #PLUGIN}
 */
record Artifact(String type, List<Layer> layers) {
    /** An index, its signature and its bundles. */
    static final String CATALOG = "application/vnd.fresnel.catalog.v1";
    /** One bundle, with its signature where there is one. */
    static final String PLUGIN = "application/vnd.fresnel.plugin.v1";

    static final String EMPTY = "application/vnd.oci.empty.v1+json";
    static final byte[] EMPTY_CONFIG = {'{', '}'};
    static final String EMPTY_DIGEST = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private static final String TITLE = "org.opencontainers.image.title";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MOST = 10_000;

    Artifact {
        layers = List.copyOf(layers);
    }

    /** One file. */
    record Layer(String title, String mediaType, String digest, long size) {}

    static Artifact read(byte[] manifest) throws Refusal {
        Fields fields = Fields.of(manifest, "the registry's manifest", Reason.SOURCE_INVALID);
        var layers = new ArrayList<Layer>();
        for (Fields layer : fields.list("layers", MOST)) {
            String digest = layer.text("digest");
            if (!DIGEST.matcher(digest).matches()) {
                throw layer.wrong("digest", "is no SHA-256");
            }
            String title = layer.has("annotations") ? layer.fields("annotations").text(TITLE, "") : "";
            layers.add(new Layer(title, layer.text("mediaType", ""), digest, layer.number("size", 0, 1L << 40)));
        }
        String type = fields.text("artifactType", fields.has("config") ? fields.fields("config").text("mediaType", "") : "");
        return new Artifact(type, layers);
    }

    Optional<Layer> layer(String title) {
        return layers.stream().filter(layer -> layer.title().equals(title)).findFirst();
    }

    byte[] write() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("schemaVersion", 2);
        tree.put("mediaType", Registry.MANIFEST);
        tree.put("artifactType", type);
        tree.put("config", descriptor(EMPTY, EMPTY_DIGEST, EMPTY_CONFIG.length));
        tree.put("layers", layers.stream().map(layer -> {
            var descriptor = descriptor(layer.mediaType(), layer.digest(), layer.size());
            descriptor.put("annotations", Map.of(TITLE, layer.title()));
            return descriptor;
        }).toList());
        return Json.write(tree);
    }

    private static Map<String, Object> descriptor(String mediaType, String digest, long size) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("mediaType", mediaType);
        tree.put("digest", digest);
        tree.put("size", size);
        return tree;
    }
}
