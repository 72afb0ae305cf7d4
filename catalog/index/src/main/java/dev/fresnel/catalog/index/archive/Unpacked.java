package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the bytes of one entry after the other and holds them against what is declared; one inflater and two buffers for all. */
final class Unpacked implements AutoCloseable {
    private static final int BUFFER = 32_768;

    private final ZipBytes zip;
    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer packed = ByteBuffer.allocate(BUFFER);
    private final byte[] plain = new byte[BUFFER];

    Unpacked(ZipBytes zip) {
        this.zip = zip;
    }

    /** Takes the bytes as they come. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    /** @param data where its bytes begin */
    void read(ZipMember member, long data, Sink sink) throws IOException, Refusal {
        var sum = new CRC32();
        long size = member.method() == ZipMember.STORED ? stored(member, data, sum, sink) : inflated(member, data, sum, sink);
        if (size != member.size() || sum.getValue() != member.crc()) {
            throw damaged(member);
        }
    }

    private long stored(ZipMember member, long data, CRC32 sum, Sink sink) throws IOException, Refusal {
        if (member.packed() != member.size()) {
            throw damaged(member);
        }
        long done = 0;
        while (done < member.packed()) {
            int n = fill(data + done, member.packed() - done);
            sum.update(packed.array(), 0, n);
            sink.take(packed.array(), n);
            done += n;
        }
        return done;
    }

    private int fill(long at, long left) throws IOException {
        packed.clear().limit((int) Math.min(BUFFER, left));
        int n = zip.read(packed, at);
        if (n <= 0) {
            throw new IOException("the file became shorter");
        }
        return n;
    }

    private long inflated(ZipMember member, long data, CRC32 sum, Sink sink) throws IOException, Refusal {
        inflater.reset();
        long read = 0;
        long size = 0;
        try {
            while (!inflater.finished()) {
                int n = inflater.inflate(plain);
                size += n;
                if (size > member.size()) {
                    throw new Refusal(Reason.ARCHIVE_INFLATED, "has an entry that unpacks to more than it says: " + Directory.shown(member.name()));
                }
                sum.update(plain, 0, n);
                sink.take(plain, n);
                if (n == 0 && !inflater.finished()) {
                    if (inflater.needsDictionary() || read >= member.packed()) {
                        throw damaged(member);
                    }
                    int more = fill(data + read, member.packed() - read);
                    inflater.setInput(packed.array(), 0, more);
                    read += more;
                }
            }
        } catch (DataFormatException e) {
            throw damaged(member);
        }
        if (inflater.getBytesRead() != member.packed()) {
            throw damaged(member);
        }
        return size;
    }

    private static Refusal damaged(ZipMember member) {
        return new Refusal(Reason.ARCHIVE_DAMAGED, "has a damaged entry: " + Directory.shown(member.name()));
    }

    @Override
    public void close() {
        inflater.end();
    }
}
