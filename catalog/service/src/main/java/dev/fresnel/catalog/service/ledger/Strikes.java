package dev.fresnel.catalog.service.ledger;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how often a build failed; the third time puts it into quarantine, until its bytes change or somebody lets it out. */
public final class Strikes {
    /** How often a build may fail. */
    public static final int OUT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Strikes.class);
    private static final int MOST = 500;

    private final Path file;
    private final JsonCodec json;
    private final Map<String, Strike> strikes = new TreeMap<>();

    /** @param reasons of the last time */
    record Strike(String id, int count, long at, List<String> reasons) {}

    private record Read(Map<String, Strike> strikes) {}

    public Strikes(Path folder, JsonCodec json) {
        this.file = folder.resolve("quarantine.json");
        this.json = json;
        if (Files.exists(file)) {
            try {
                strikes.putAll(json.read(json.parse(Files.readAllBytes(file)), Read.class).strikes());
            } catch (IOException | Problem | NullPointerException e) {
                LOG.warn("{} cannot be read and is begun anew: {}", file, e.getMessage());
            }
        }
    }

    /** @return in words whether it is out now */
    public synchronized Optional<String> strike(String id, String digest, List<String> reasons) {
        Strike before = strikes.get(digest);
        strikes.put(digest, new Strike(id, before == null ? 1 : before.count() + 1, System.currentTimeMillis(), List.copyOf(reasons)));
        while (strikes.size() > MOST) {
            strikes.values().stream().min(java.util.Comparator.comparingLong(Strike::at)).ifPresent(oldest -> strikes.values().remove(oldest));
        }
        write();
        return quarantined(digest);
    }

    /** In words why a build is not tried any more; empty when it may be. */
    public synchronized Optional<String> quarantined(String digest) {
        return Optional.ofNullable(strikes.get(digest))
                .filter(strike -> strike.count() >= OUT)
                .map(strike -> "in quarantine: this build failed " + strike.count() + " times, last because it "
                        + String.join("; ", strike.reasons()) + ". Another build is tried at once, this one after a release by hand");
    }

    /** Whether a build of that plugin failed. */
    public synchronized boolean knows(String id) {
        return strikes.values().stream().anyMatch(strike -> strike.id().equals(id));
    }

    /** @return whether there was anything to let out */
    public synchronized boolean release(String id) {
        boolean any = strikes.values().removeIf(strike -> strike.id().equals(id));
        if (any) {
            write();
        }
        return any;
    }

    private void write() {
        try {
            PrivateFiles.folder(file.toAbsolutePath().getParent());
            PrivateFiles.replace(file, json.write(new Read(Map.copyOf(strikes))), Checkpoint.NONE);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
