package dev.fresnel.uihost;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Generation;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The UI files of plugins by (plugin, content hash). Names are looked up in what the bundle's folder holds, so that no path
 * leads anywhere else. Files of a build that left stay in memory for a while: pages that were open load them late.
 */
final class Assets {
    static final String FOLDER = "META-INF/fresnel-ui/";
    static final Duration STAY = Duration.ofMinutes(10);
    static final long MOST = 32L << 20;

    private final Map<String, Folder> folders = new LinkedHashMap<>();
    private final LongSupplier clock;

    /** @param clock nanoseconds */
    Assets(LongSupplier clock) {
        this.clock = clock;
    }

    static Problem unknown() {
        return new Problem(Problem.Kind.MISSING, "ASSET_UNKNOWN", "There is no such file.");
    }

    Optional<Asset> find(String plugin, String hash, String name) {
        Folder folder;
        synchronized (this) {
            expire();
            folder = folders.get(plugin + "/" + hash);
        }
        return folder == null ? Optional.empty() : Optional.ofNullable(folder.files.get(name));
    }

    /** @return the hash under which its files answer; empty when it has none */
    synchronized Optional<String> arrive(Generation generation) {
        var contents = new TreeMap<String, Kept>();
        for (String path : generation.resources(FOLDER)) {
            generation.resource(path).ifPresent(url -> contents.put(path.substring(FOLDER.length()), new Kept(url)));
        }
        if (contents.isEmpty()) {
            return Optional.empty();
        }
        String hash = hash(contents);
        String key = generation.plugin() + "/" + hash;
        folders.remove(key); // the same files of a former build
        folders.put(key, new Folder(contents));
        return Optional.of(hash);
    }

    /** Takes the bytes into memory, before the bundle goes. */
    synchronized void leave(String plugin, String hash) {
        Folder folder = folders.remove(plugin + "/" + hash);
        if (folder != null) {
            folder.contents.values().forEach(Kept::keep);
            folder.left = clock.getAsLong();
            folders.put(plugin + "/" + hash, folder); // the youngest at the end
        }
        expire();
    }

    private void expire() {
        long now = clock.getAsLong();
        long kept = folders.values().stream().filter(Folder::gone).mapToLong(Folder::size).sum();
        var all = folders.values().iterator();
        while (all.hasNext()) {
            Folder folder = all.next();
            if (folder.gone() && (now - folder.left > STAY.toNanos() || kept > MOST)) {
                kept -= folder.size();
                all.remove();
            }
        }
    }

    private static String hash(Map<String, Kept> contents) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                byte[] bytes = content.read();
                sha.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            });
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** The files of one build; those of a build that left are in memory. */
    private static final class Folder {
        final Map<String, Kept> contents;
        final Map<String, Asset> files = new LinkedHashMap<>();
        long left;

        Folder(Map<String, Kept> contents) {
            this.contents = contents;
            contents.forEach((name, content) -> files.put(name, new Asset(name, content::read)));
        }

        boolean gone() {
            return left != 0;
        }

        long size() {
            return contents.values().stream().mapToLong(Kept::size).sum();
        }
    }

    /** Reads from the bundle, later from memory. */
    private static final class Kept {
        private @Nullable URL url;
        private byte @Nullable [] bytes;

        Kept(URL url) {
            this.url = url;
        }

        synchronized byte[] read() {
            byte[] known = bytes;
            URL from = url;
            if (known != null) {
                return known;
            }
            return from == null ? new byte[0] : ShellFiles.read(from);
        }

        synchronized void keep() {
            bytes = read();
            url = null; // it leads to the bundle
        }

        synchronized long size() {
            return bytes == null ? 0 : bytes.length;
        }
    }
}
