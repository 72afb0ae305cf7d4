package dev.fresnel.access.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file from its end to its beginning; what stands behind the last line end is no line yet. */
final class BackwardLines implements AutoCloseable {
    private static final int BLOCK = 64 << 10;

    private final FileChannel channel;
    private long start;
    private byte[] block = {};
    private int end;
    private byte[] tail = {};
    private boolean whole;

    BackwardLines(Path file) throws IOException {
        this.channel = FileChannel.open(file);
        this.start = channel.size();
    }

    /** The line before the one given last. @throws UncheckedIOException */
    Optional<byte[]> next() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<byte[]> read() throws IOException {
        while (true) {
            for (int at = end - 1; at >= 0; at--) {
                if (block[at] == '\n') {
                    Optional<byte[]> line = whole ? Optional.of(joined(at + 1)) : Optional.empty();
                    end = at;
                    tail = new byte[0];
                    whole = true;
                    if (line.isPresent()) {
                        return line;
                    }
                }
            }
            tail = joined(0);
            end = 0;
            if (start == 0) {
                boolean first = whole && tail.length > 0;
                whole = false;
                return first ? Optional.of(tail) : Optional.empty();
            }
            fill();
        }
    }

    private byte[] joined(int from) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(block, from, Math.max(0, end - from));
        bytes.writeBytes(tail);
        return bytes.toByteArray();
    }

    private void fill() throws IOException {
        int length = (int) Math.min(BLOCK, start);
        start -= length;
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
            // reads on
        }
        block = bytes.array();
        end = length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
