package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import dev.fresnel.catalog.manager.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Plugins of a folder that stay as they are. */
final class Pins {
    private final Path file;

    Pins(Path file) {
        this.file = file;
    }

    boolean pinned(String id) throws Refusal {
        return read().contains(id);
    }

    void set(String id, boolean on) throws Refusal {
        var now = read();
        boolean changed = on ? now.add(id) : now.remove(id);
        if (changed) {
            try {
                Folder.replace(file, Json.write(Map.of("pinned", List.copyOf(now))));
            } catch (IOException e) {
                throw new Refusal(Reason.DISK, file + " cannot be written: " + e.getMessage(), e);
            }
        }
    }

    private TreeSet<String> read() throws Refusal {
        try {
            return new TreeSet<>(Fields.of(Files.readAllBytes(file), file.toString(), Reason.DISK).texts("pinned"));
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
