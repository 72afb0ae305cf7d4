package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.trust.Rotation;
import dev.fresnel.catalog.index.trust.SignatureFile;
import dev.fresnel.catalog.index.trust.Trust;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source that has an index, wherever that stands. */
final class CatalogSource implements Catalogued {
    private final Kind kind;
    private final String name;
    private final Shelf shelf;
    private final Trust trust;
    private final Trust.Origin origin;
    private final Elsewhere elsewhere;

    /** Brings what an index says is somewhere else: at a web address, in a Maven repository, in a registry. */
    @FunctionalInterface
    interface Elsewhere {
        void bring(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException;
    }

    CatalogSource(Kind kind, Shelf shelf, Trust trust, Trust.Origin origin, Elsewhere elsewhere) {
        this.kind = kind;
        this.name = origin.name();
        this.shelf = shelf;
        this.trust = trust;
        this.origin = origin;
        this.elsewhere = elsewhere;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<byte[]> document(String document, long limit) throws Refusal, InterruptedException {
        return shelf.document(document, limit);
    }

    @Override
    public Look look() throws Refusal, InterruptedException {
        try {
            return judged();
        } catch (Refusal e) {
            if (e.reason() != Reason.SIGNATURE_WRONG) {
                throw e;
            }
            shelf.forget(); // index and signature are two files: somebody may just be publishing
            return judged();
        }
    }

    private Look judged() throws Refusal, InterruptedException {
        var problems = new ArrayList<String>();
        rotate(problems);
        byte[] document = shelf.document(IndexFile.NAME, IndexFile.LARGEST).orElseThrow(() -> new Refusal(Reason.SOURCE_MISSING, name + " has no " + IndexFile.NAME));
        Optional<byte[]> signature = shelf.document(IndexFile.NAME + SignatureFile.ENDING, SignatureFile.LARGEST);
        Trust.Judged judged = trust.index(document, signature.orElse(null), origin);
        return new Look(Optional.of(judged.index()), judged.index().entries(), judged.verdict(), problems, Instant.now());
    }

    private void rotate(List<String> problems) throws Refusal, InterruptedException {
        Optional<byte[]> keys = shelf.document(Rotation.NAME, SignatureFile.LARGEST);
        if (keys.isEmpty()) {
            return;
        }
        try {
            byte[] signature = shelf.document(Rotation.NAME + SignatureFile.ENDING, SignatureFile.LARGEST).orElseThrow(() -> new Refusal(Reason.SIGNATURE_MISSING, Rotation.NAME + " is not signed"));
            trust.rotate(keys.get(), signature);
        } catch (Refusal e) {
            problems.add(e.words()); // the keys that were believed before go on
        }
    }

    @Override
    public void fetch(Entry entry, Path target, Progress progress) throws Refusal, InterruptedException {
        var locations = new ArrayList<>(entry.locations());
        locations.add("bundles/" + entry.sha256() + ".jar"); // where a mirror puts what was elsewhere
        Refusal first = null;
        for (String location : locations) {
            try {
                Copies.checked(entry, target, file -> bring(entry, location, file, progress));
                return;
            } catch (Refusal e) {
                first = first == null || first.reason() == Reason.SOURCE_MISSING ? e : first;
            }
        }
        throw first;
    }

    private void bring(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException {
        if (location.contains(":")) {
            elsewhere.bring(entry, location, target, progress);
        } else {
            shelf.bring(entry, location, target, progress);
        }
    }

    @Override
    public void close() {
        shelf.close();
    }
}
