package dev.fresnel.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that people have left although their cookie would hold on; remembered over a start, until it would not. */
final class EndedPasses {
    private static final Logger LOG = LoggerFactory.getLogger(EndedPasses.class);
    private static final int MOST = 50_000;

    private final @Nullable Path file;
    private final InstantSource clock;
    private final LinkedHashMap<String, Instant> ended = new LinkedHashMap<>();
    private boolean read;

    /** @param file {@code null} keeps them in memory */
    EndedPasses(@Nullable Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    synchronized void add(Pass pass) {
        load();
        ended.values().removeIf(end -> end.isBefore(clock.instant()));
        ended.put(pass.id(), pass.end());
        if (ended.size() > MOST) {
            ended.remove(ended.firstEntry().getKey());
        }
        keep();
    }

    synchronized boolean contains(Pass pass) {
        load();
        return ended.containsKey(pass.id());
    }

    private void load() {
        if (read || file == null) {
            return;
        }
        read = true;
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.split(" ");
                    if (words.length == 2 && words[1].matches("\\d{1,12}")) {
                        ended.put(words[0], Instant.ofEpochSecond(Long.parseLong(words[1])));
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read: sessions that were left before this start are not known: {}", file, e.toString());
        }
    }

    private void keep() {
        if (file == null) {
            return;
        }
        String text = ended.entrySet().stream().map(one -> one.getKey() + " " + one.getValue().getEpochSecond() + "\n").collect(Collectors.joining());
        try {
            SecretFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: sessions that are left now are forgotten with this run: {}", file, e.toString());
        }
    }
}
