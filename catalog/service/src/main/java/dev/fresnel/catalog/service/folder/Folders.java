package dev.fresnel.catalog.service.folder;

import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Passport;
import dev.fresnel.catalog.service.bundle.Reader;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.Kept;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the plugins folders. A file counts once it can be read whole and did not change meanwhile: others copy slowly,
 * replace by deleting first, or switch links.
 */
public final class Folders {
    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
    private static final long STILL_WRITTEN = Duration.ofMillis(700).toNanos();
    private static final long REPLACED = Duration.ofMillis(60).toNanos();

    private final List<Path> folders;
    private final BundleStore store;
    private final Map<Path, PluginFile> files = new LinkedHashMap<>();
    private boolean unsettled;

    public Folders(List<Path> folders, BundleStore store) {
        this.folders = List.copyOf(folders);
        this.store = store;
    }

    /** Looks at all folders; returns every file that is there. */
    public List<PluginFile> scan() {
        unsettled = false;
        Set<Path> seen = new HashSet<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, Folders::isPlugin)) {
                for (Path file : jars) {
                    if (look(file)) {
                        seen.add(file);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                LOG.debug("Plugins folder {} is not there", folder);
            } catch (IOException e) { // what cannot be listed now has not been deleted
                LOG.warn("Plugins folder {} cannot be read: {}", folder, e.toString());
                files.keySet().stream().filter(file -> folder.equals(file.getParent())).forEach(seen::add);
                unsettled = true;
            }
        }
        files.values().removeIf(file -> !seen.contains(file.file()) && gone(file));
        return new ArrayList<>(files.values());
    }

    /** Whether one should look again soon: something is being written or replaced. */
    public boolean unsettled() {
        return unsettled;
    }

    private static boolean isPlugin(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".jar") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private boolean look(Path file) {
        try {
            Stamp stamp = Stamp.of(file);
            PluginFile known = files.get(file);
            if (known == null || !known.stamp().equals(stamp)) {
                known = new PluginFile(file, stamp);
                files.put(file, known);
            }
            known.present();
            if (!known.judged()) {
                judge(known);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void judge(PluginFile file) {
        try {
            if (!Reader.ends(file.file())) {
                throw Refused.damaged(file.stamp().size() == 0 ? "is no jar: it is empty" : "is no jar: its end is missing");
            }
            BundleStore.Known known = store.known(file.file());
            if (known.checked()) {
                Passport passport = Reader.again(store.path(known.digest()));
                if (same(file)) {
                    accept(file, passport, known.digest());
                }
            } else {
                judge(file, store.draft(file.file()));
            }
        } catch (Refused e) {
            if (e.damaged() && file.quiet() < STILL_WRITTEN) {
                unsettled = true;
            } else {
                refuse(file, e.reasons());
            }
        } catch (IOException e) {
            if (file.quiet() < STILL_WRITTEN) {
                unsettled = true;
            } else {
                refuse(file, List.of("cannot be read: " + e.getMessage()));
            }
        }
    }

    private void judge(PluginFile file, BundleStore.Draft draft) throws Refused, IOException {
        try {
            Passport passport = Reader.check(draft.file());
            if (same(file)) {
                store.keep(draft);
                accept(file, passport, draft.digest());
            }
        } finally {
            store.drop(draft);
        }
    }

    /** Whether nobody wrote to it while it was read. */
    private boolean same(PluginFile file) throws IOException {
        boolean same = Stamp.of(file.file()).equals(file.stamp());
        unsettled |= !same;
        return same;
    }

    private static void accept(PluginFile file, Passport passport, String digest) {
        file.accept(new Build(passport, digest, Kept.FOLDER, file.file().toString(), file.stamp().modified()));
    }

    private static void refuse(PluginFile file, List<String> reasons) {
        LOG.warn("Plugin file {} is refused: {}", file.file(), String.join("; ", reasons));
        file.refuse(reasons);
    }

    private boolean gone(PluginFile file) {
        if (file.missing() >= REPLACED) {
            return true;
        }
        unsettled = true;
        return false;
    }
}
