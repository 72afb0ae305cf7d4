package dev.fresnel.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where temporary files are. What a process that crashed could not remove is removed before the first of ours is opened. */
@Component(service = ScratchFolder.class)
public final class ScratchFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path folder;

    @Activate
    public ScratchFolder(@Reference Cabinet cabinet) {
        this(cabinet.path("scratch"));
    }

    ScratchFolder(Path folder) {
        this.folder = folder;
        sweep();
    }

    Path path() {
        return folder;
    }

    private void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.tmp")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.info("{} keeps files of a former run: {}", folder, e.toString());
        }
    }
}
