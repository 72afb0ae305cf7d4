package dev.fresnel.catalog.service.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for changes of folders, as far as the file system tells of them; who waits looks for himself now and then. */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final List<Path> folders;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final @Nullable WatchService service;

    public FolderWatch(List<Path> folders) {
        this.folders = List.copyOf(folders);
        this.service = service();
    }

    /** Returns when something changed, at the latest after that time. */
    public void await(Duration atMost) throws InterruptedException {
        if (service == null) {
            Thread.sleep(atMost);
            return;
        }
        register();
        try {
            WatchKey key = service.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("Closing the watch: {}", e.toString());
        }
    }

    /** A folder may come later, be replaced, or be a link that now points elsewhere. */
    private void register() {
        for (Path folder : folders) {
            try {
                Path real = folder.toRealPath();
                WatchKey key = keys.get(real);
                if (key == null || !key.isValid()) {
                    keys.put(real, real.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
                }
            } catch (IOException e) {
                LOG.trace("Folder {} is not there to be watched", folder);
            }
        }
        keys.values().removeIf(key -> !key.isValid());
    }

    private static @Nullable WatchService service() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("No notifications of file changes here ({}); the plugins folders are looked at once a second", e.getMessage());
            return null;
        }
    }
}
