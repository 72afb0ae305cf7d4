package dev.fresnel.catalog.service.offer;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.service.bundle.Passport;
import dev.fresnel.catalog.service.bundle.Reader;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bundle files that people sent, for sites without a network: checked, kept in the store, offered until newer ones push them out. */
public final class Uploads {
    /** Its name as a source. */
    public static final String NAME = "upload";

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final int MOST = 20;

    private final Path file;
    private final JsonCodec json;
    private final BundleStore store;
    private final List<Upload> uploads = new ArrayList<>();

    /** @param name as people called it */
    record Upload(String digest, String name, long at) {}

    private record Written(List<Upload> uploads) {}

    public Uploads(Path folder, JsonCodec json, BundleStore store) {
        this.file = folder.resolve("uploads.json");
        this.json = json;
        this.store = store;
        if (Files.exists(file)) {
            try {
                uploads.addAll(json.read(json.parse(Files.readAllBytes(file)), Written.class).uploads());
            } catch (IOException | Problem | NullPointerException e) {
                LOG.warn("{} cannot be read and is begun anew: {}", file, e.getMessage());
            }
        }
    }

    /** A file that arrived. */
    public record Arrived(Passport passport, String digest) {}

    /** Takes a file in. @throws Refused why it is no bundle that could be installed */
    public Arrived take(InputStream in, String name) throws IOException, Refused {
        BundleStore.Draft draft = store.draft(in, bytes -> {});
        try {
            Passport passport = Reader.check(draft.file());
            store.keep(draft);
            note(new Upload(draft.digest(), name, System.currentTimeMillis()));
            return new Arrived(passport, draft.digest());
        } finally {
            store.drop(draft);
        }
    }

    private synchronized void note(Upload upload) throws IOException {
        uploads.removeIf(known -> known.digest().equals(upload.digest()));
        uploads.add(upload);
        while (uploads.size() > MOST) {
            uploads.removeFirst();
        }
        PrivateFiles.replace(file, json.write(new Written(List.copyOf(uploads))));
    }

    synchronized List<Upload> all() {
        return List.copyOf(uploads);
    }

    /** What the store has to keep. */
    public Stream<String> digests() {
        return all().stream().map(Upload::digest);
    }
}
