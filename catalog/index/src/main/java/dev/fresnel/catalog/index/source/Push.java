package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.trust.Rotation;
import dev.fresnel.catalog.index.trust.SignatureFile;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Publishes to an OCI registry: a whole catalog as one artifact, or one bundle. */
public final class Push implements AutoCloseable {
    private static final List<String> DOCUMENTS = List.of(IndexFile.NAME, IndexFile.NAME + SignatureFile.ENDING, Rotation.NAME, Rotation.NAME + SignatureFile.ENDING);

    private final OciAddress address;
    private final Registry registry;

    public Push(OciAddress address, Reach reach) throws Refusal {
        this.address = address;
        this.registry = new Registry(address, new Web(reach), reach);
    }

    /**
     * A catalog on disk, bundles first: whoever pulls meanwhile sees the old one or the new one.
     *
     * @return the manifest's digest
     */
    public String catalog(Path folder) throws Refusal, InterruptedException {
        try {
            var layers = new ArrayList<Artifact.Layer>();
            for (String name : DOCUMENTS) {
                if (Files.exists(folder.resolve(name))) {
                    layers.add(layer(folder.resolve(name), name, "application/json"));
                }
            }
            Index index = IndexFile.read(Files.readAllBytes(folder.resolve(IndexFile.NAME)));
            for (Entry entry : index.entries()) {
                String location = entry.locations().stream().filter(one -> !one.contains(":")).findFirst().orElse("bundles/" + entry.sha256() + ".jar");
                if (Files.exists(folder.resolve(location))) {
                    layers.add(layer(folder.resolve(location), location, "application/java-archive"));
                }
            }
            return push(new Artifact(Artifact.CATALOG, layers));
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the catalog cannot be read: " + e, e);
        }
    }

    /** One bundle, with the signature file beside it. @return the manifest's digest */
    public String bundle(Path jar) throws Refusal, InterruptedException {
        try {
            var layers = new ArrayList<Artifact.Layer>();
            layers.add(layer(jar, jar.getFileName().toString(), "application/java-archive"));
            Path signature = jar.resolveSibling(jar.getFileName() + SignatureFile.ENDING);
            if (Files.exists(signature)) {
                layers.add(layer(signature, signature.getFileName().toString(), "application/json"));
            }
            return push(new Artifact(Artifact.PLUGIN, layers));
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the bundle cannot be read: " + e, e);
        }
    }

    private Artifact.Layer layer(Path file, String title, String mediaType) throws IOException, Refusal, InterruptedException {
        String digest = "sha256:" + Digests.sha256(file);
        registry.push(digest, Registry.file(file), Files.size(file));
        return new Artifact.Layer(title, mediaType, digest, Files.size(file));
    }

    private String push(Artifact artifact) throws Refusal, InterruptedException {
        registry.push(Artifact.EMPTY_DIGEST, BodyPublishers.ofByteArray(Artifact.EMPTY_CONFIG), Artifact.EMPTY_CONFIG.length);
        byte[] manifest = artifact.write();
        String digest = "sha256:" + Digests.sha256(manifest);
        registry.pushManifest(address.reference().startsWith("sha256:") ? digest : address.reference(), manifest);
        return digest;
    }

    @Override
    public void close() {
        registry.close();
    }
}
