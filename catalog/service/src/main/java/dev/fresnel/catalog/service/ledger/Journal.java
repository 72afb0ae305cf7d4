package dev.fresnel.catalog.service.ledger;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every change of the installed set, step by step: one line each of checksum and JSON, on the disk before the step's
 * consequence is. A line that was torn by a crash is cut off at the next start; nothing before it is touched.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int LONGEST = 2_000;
    private static final int KEPT = 1_000;

    private final Path file;
    private final JsonCodec json;
    private final Checkpoint checkpoint;
    private final List<Mark> marks = new ArrayList<>();
    private @Nullable FileChannel channel;
    private long seq;

    /** @param folder of the catalog; made when the first line is written */
    public Journal(Path folder, JsonCodec json, Checkpoint checkpoint) {
        this.file = folder.resolve("journal");
        this.json = json;
        this.checkpoint = checkpoint;
        read();
    }

    /** @throws UncheckedIOException when it cannot be written: the step must not be done then */
    public synchronized Mark append(String operation, Mark.Step step, String who, List<Move> moves, List<String> reasons) {
        var mark = new Mark(seq + 1, System.currentTimeMillis(), operation, step, who, moves, reasons);
        try {
            write(line(mark));
        } catch (IOException e) {
            close(); // what was written of the line is cut off before the next one
            throw new UncheckedIOException("The journal " + file + " cannot be written: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
        }
        seq++;
        marks.add(mark);
        if (marks.size() > LONGEST) {
            shorten();
        }
        return mark;
    }

    /** All that is kept, oldest first. */
    public synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Last steps of operations that never came to an end, with the moves that they began with. */
    public synchronized List<Mark> open() {
        Map<String, Mark> last = new LinkedHashMap<>();
        for (Mark mark : marks) {
            if (mark.step().end()) {
                last.remove(mark.operation());
            } else {
                Mark begun = last.get(mark.operation());
                last.put(mark.operation(), begun == null ? mark : new Mark(mark.seq(), mark.at(), mark.operation(), mark.step(), begun.who(), begun.moves(), mark.reasons()));
            }
        }
        return List.copyOf(last.values());
    }

    @Override
    public synchronized void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("Closing the journal: {}", e.toString());
            }
        }
    }

    private void write(byte[] line) throws IOException {
        FileChannel out = channel;
        if (out == null) {
            PrivateFiles.folder(file.toAbsolutePath().getParent());
            cut();
            out = PrivateFiles.append(file);
            channel = out;
        }
        if (checkpoint != Checkpoint.NONE) { // a test may end the process in the middle of a line
            int half = line.length / 2;
            all(out, ByteBuffer.wrap(line, 0, half));
            checkpoint.reach("journal-torn");
            all(out, ByteBuffer.wrap(line, half, line.length - half));
        } else {
            all(out, ByteBuffer.wrap(line));
        }
        out.force(false);
    }

    private static void all(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private byte[] line(Mark mark) {
        byte[] text = json.write(mark);
        return (sum(text, text.length) + " " + new String(text, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String sum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private void read() {
        try {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(line -> mark(line).ifPresent(marks::add));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            LOG.warn("The journal {} cannot be read: {}", file, e.toString());
        }
        seq = marks.stream().mapToLong(Mark::seq).max().orElse(0);
    }

    private Optional<Mark> mark(String line) {
        int space = line.indexOf(' ');
        byte[] text = line.substring(space + 1).getBytes(StandardCharsets.UTF_8);
        if (space != 8 || !line.substring(0, 8).equals(sum(text, text.length))) {
            LOG.warn("A line of the journal {} is damaged and left out", file);
            return Optional.empty();
        }
        try {
            return Optional.of(json.read(json.parse(text), Mark.class));
        } catch (Problem e) {
            LOG.warn("A line of the journal {} is not understood: {}", file, e.text());
            return Optional.empty();
        }
    }

    /** Takes off what a crash left behind the last whole line. */
    private void cut() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel whole = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = whole.size();
            var one = ByteBuffer.allocate(1);
            while (end > 0 && whole.read(one.clear(), end - 1) == 1 && one.get(0) != '\n') {
                end--;
            }
            if (end < whole.size()) {
                whole.truncate(end);
                whole.force(true);
            }
        }
    }

    private void shorten() {
        List<Mark> kept = List.copyOf(marks.subList(marks.size() - KEPT, marks.size()));
        var text = new StringBuilder();
        kept.forEach(mark -> text.append(new String(line(mark), StandardCharsets.UTF_8)));
        close();
        try {
            PrivateFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8), Checkpoint.NONE);
            marks.clear();
            marks.addAll(kept);
        } catch (IOException e) {
            LOG.warn("The journal {} could not be shortened: {}", file, e.toString());
        }
    }
}
