package dev.fresnel.access;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that cookies are sealed with, in a file that its owner alone may read. A new one comes each month; the former opens
 * what it has sealed for another month, so that nobody is logged out by that.
 */
final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    static final Duration YOUNG = Duration.ofDays(30);
    private static final int BYTES = 32;

    /** One key. */
    record Key(String id, byte[] bytes, Instant made) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    private final @Nullable Path file;
    private final JsonCodec codec;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private List<Key> keys = List.of();
    private boolean read;

    /** @param file {@code null} keeps them in memory */
    KeyRing(@Nullable Path file, JsonCodec codec, InstantSource clock) {
        this.file = file;
        this.codec = codec;
        this.clock = clock;
    }

    /** The one to seal with. */
    synchronized Key current() {
        load();
        Instant now = clock.instant();
        if (keys.isEmpty() || keys.getFirst().made().plus(YOUNG).isBefore(now)) {
            var ring = new ArrayList<Key>();
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            ring.add(new Key(Long.toString(now.toEpochMilli(), 36), bytes, now));
            keys.stream().filter(key -> key.made().plus(YOUNG.multipliedBy(2)).isAfter(now)).limit(2).forEach(ring::add);
            keys = List.copyOf(ring);
            keep();
        }
        return keys.getFirst();
    }

    /** The one that sealed it. */
    synchronized Optional<Key> find(String id) {
        load();
        Optional<Key> found = keys.stream().filter(key -> key.id().equals(id)).findFirst();
        if (found.isEmpty() && file != null && read) {
            read = false; // another replica may have made one
            load();
            found = keys.stream().filter(key -> key.id().equals(id)).findFirst();
        }
        return found;
    }

    private void load() {
        if (read || file == null) {
            return;
        }
        read = true;
        try {
            keys = codec.parse(Files.readAllBytes(file)).get("keys").items().stream().map(KeyRing::key).toList();
        } catch (NoSuchFileException e) {
            // the first of its kind
        } catch (IOException | Problem | IllegalArgumentException | DateTimeException e) {
            LOG.warn("The key ring {} cannot be read, sessions of before have ended: {}", file, e.toString());
        }
    }

    private static Key key(Json json) {
        byte[] bytes = Base64.getDecoder().decode(json.get("key").text());
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes");
        }
        return new Key(json.get("id").text(), bytes, Instant.parse(json.get("made").text()));
    }

    private void keep() {
        if (file == null) {
            return;
        }
        var all = keys.stream()
                .map(key -> Map.of("id", key.id(), "key", Base64.getEncoder().encodeToString(key.bytes()), "made", key.made().toString()))
                .toList();
        try {
            SecretFiles.write(file, codec.write(Map.of("keys", all)));
        } catch (IOException e) {
            LOG.warn("The key ring {} cannot be written, sessions will end with this run: {}", file, e.toString());
        }
    }
}
