package dev.fresnel.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder that this process alone writes to.
 *
 * @param lock held until the process ends; the framework's own lock does not keep a second process out
 */
record DataFolder(Path path, FileLock lock) {

    /** @return empty when another Fresnel has it */
    static Optional<DataFolder> claim(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(path.resolve("fresnel.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataFolder(path, lock));
        } catch (IOException e) {
            throw new Refusal("The data folder " + path + " cannot be written: " + SettingsFile.reason(e) + " Name another with --data-dir.");
        }
    }
}
