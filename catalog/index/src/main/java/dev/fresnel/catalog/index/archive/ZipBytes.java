package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a zip file, by position. */
final class ZipBytes {
    private final FileChannel channel;
    private final long size;

    ZipBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Exactly these bytes, little-endian. */
    ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position + length > size) {
            throw new EOFException("the file ends before its own structures do");
        }
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return bytes.flip();
    }

    /** @return how many bytes were read, -1 at the end */
    int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** A name that is not UTF-8 means one thing to one reader and another to the next. */
    static String name(ByteBuffer bytes, int at, int length) throws Refusal {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at, length)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.ARCHIVE_PATH, "has an entry whose name is not UTF-8", e);
        }
    }
}
