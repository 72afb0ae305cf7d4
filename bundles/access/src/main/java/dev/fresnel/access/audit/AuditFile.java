package dev.fresnel.access.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code audit.jsonl} and its predecessors {@code audit.1.jsonl}, {@code audit.2.jsonl}, …: readable by their owner alone, bounded. */
final class AuditFile implements Sink {
    private static final Pattern NUMBER = Pattern.compile("\\{\"n\":(\\d+),.*");

    private final Path folder;
    private final long size;
    private final int former;
    private @Nullable FileChannel channel;

    /**
     * @param size bytes after which a new file begins
     * @param former how many older files are kept
     */
    AuditFile(Path folder, long size, int former) {
        this.folder = folder;
        this.size = size;
        this.former = former;
    }

    private Path file(int age) {
        return folder.resolve(age == 0 ? "audit.jsonl" : "audit." + age + ".jsonl");
    }

    /** Those that are there, newest first. */
    List<Path> files() {
        return IntStream.rangeClosed(0, former).mapToObj(this::file).filter(Files::exists).toList();
    }

    @Override
    public void append(byte[] lines) throws IOException {
        FileChannel open = channel == null ? open() : channel;
        if (open.size() > 0 && open.size() + lines.length > size) {
            close();
            rotate();
            open = open();
        }
        long before = open.size();
        try {
            for (var bytes = ByteBuffer.wrap(lines); bytes.hasRemaining(); ) {
                open.write(bytes);
            }
        } catch (IOException e) {
            open.truncate(before);
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(folder);
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        var owner = posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
        var opened = FileChannel.open(file(0), Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), owner);
        channel = opened;
        return opened;
    }

    private void rotate() throws IOException {
        Files.deleteIfExists(file(former));
        for (int age = former - 1; age >= 0; age--) {
            if (Files.exists(file(age))) {
                Files.move(file(age), file(age + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    @Override
    public long last() throws IOException {
        for (Path file : files()) {
            try (var lines = new BackwardLines(file)) {
                Optional<Long> last = Stream.generate(lines::next)
                        .takeWhile(Optional::isPresent)
                        .map(line -> NUMBER.matcher(new String(line.orElseThrow(), StandardCharsets.UTF_8)))
                        .filter(number -> number.matches())
                        .map(number -> Long.parseLong(number.group(1)))
                        .findFirst();
                if (last.isPresent()) {
                    return last.get();
                }
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
