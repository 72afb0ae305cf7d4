package dev.fresnel.catalog.service.ledger;

import dev.fresnel.api.json.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalog's folder: store, installed set, journal, strikes. */
public record Ledger(Path folder, BundleStore store, InstalledFile file, Journal journal, Strikes strikes, Checkpoint checkpoint) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    /** Counts up when what an archive must keep to gets stricter: everything is judged anew then. */
    private static final String RULES = "2";
    /** Below its folder: where sources put what they are about to bring. */
    public static final String FETCHED = "fetched";

    public static Ledger open(Path folder, JsonCodec json, Checkpoint checkpoint) {
        return new Ledger(
                folder,
                new BundleStore(folder.resolve("bundles-" + RULES), checkpoint),
                new InstalledFile(folder, json, checkpoint),
                new Journal(folder, json, checkpoint),
                new Strikes(folder, json),
                checkpoint);
    }

    public Installed installed() {
        return file.now();
    }

    /**
     * Brings what an earlier process left open to its end: its installed set says which set counts. A build that was about to be
     * started when the process ended may be why it ended.
     */
    public void recover() {
        try {
            for (Mark open : journal.open()) {
                boolean counts = installed().by().equals(open.operation());
                String words = "the process ended " + when(open.step()) + "; " + (counts ? "the new set counts" : "what served before serves on");
                LOG.warn("A change of plugins was interrupted: {}", words);
                if (!counts && open.step() == Mark.Step.STAGED) {
                    open.moves().stream().filter(move -> move.to() != null).forEach(move -> strikes.strike(move.id(), move.to().digest(), List.of("ended the whole process when it was started")));
                }
                journal.append(open.operation(), counts ? Mark.Step.COMMITTED : Mark.Step.INTERRUPTED, open.who(), List.of(), List.of(words));
            }
        } catch (UncheckedIOException e) {
            LOG.warn("What an earlier process left could not be written down: {}", e.getMessage());
        }
    }

    /** Deletes what an earlier process left half written; before anybody writes. */
    public void sweep() {
        try {
            store.sweep();
            PrivateFiles.sweep(folder);
            PrivateFiles.sweep(folder.resolve(FETCHED), "*");
        } catch (IOException e) {
            LOG.warn("What an earlier process left could not be deleted: {}", e.getMessage());
        }
    }

    private static String when(Mark.Step last) {
        return switch (last) {
            case BEGUN -> "before the new builds were there";
            case VERIFIED -> "before the new builds were installed";
            case STAGED -> "while the new builds were started and probed";
            case PROBED -> "while it switched";
            default -> "in the middle of a change";
        };
    }

    /** Deletes all bundle files but those that are installed, those that one could go back to, and these. */
    public void tidy(Set<String> others) {
        var used = new HashSet<>(others);
        installed().digests().forEach(used::add);
        try {
            store.keepOnly(used);
        } catch (IOException e) {
            LOG.warn("The bundle store could not be tidied: {}", e.toString());
        }
    }

    /** Forgets a file that is no longer what was checked. */
    public void discard(String digest) {
        try {
            store.discard(digest);
        } catch (IOException e) {
            LOG.warn("A damaged file of the bundle store could not be deleted: {}", e.toString());
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
