package dev.fresnel.logs.spool;

import dev.fresnel.logs.line.Ansi;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Some thousand lines in order of time, side by side in arrays; the text in one piece, each line followed by a line feed. */
public final class Chunk {
    static final int LINES = 4096;
    static final int BYTES = 256 * 1024;

    private int count;
    private int bytes;
    private long[] at;
    private int[] source;
    private byte[] level;
    private int[] end;
    private byte[] text;
    private boolean alters;
    private int levels;

    Chunk() {
        this(256, 16 * 1024);
    }

    private Chunk(int lines, int room) {
        at = new long[lines];
        source = new int[lines];
        level = new byte[lines];
        end = new int[lines];
        text = new byte[room];
    }

    public int count() {
        return count;
    }

    int bytes() {
        return bytes;
    }

    /** A bit of each level that is in it. */
    int levels() {
        return levels;
    }

    boolean full() {
        return count >= LINES || bytes >= BYTES;
    }

    public long at(int index) {
        return at[index];
    }

    public int source(int index) {
        return source[index];
    }

    public Level level(int index) {
        return Level.of(level[index]);
    }

    int begin(int index) {
        return index == 0 ? 0 : end[index - 1] + 1;
    }

    public Line line(int index) {
        return new Line(at[index], source[index], level(index), Arrays.copyOfRange(text, begin(index), end[index]));
    }

    void append(Line line) {
        insert(count, line);
    }

    /** Behind all that are not later. */
    int place(long when) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at[middle] <= when) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first that is not earlier. */
    int from(long when) {
        return when == Long.MIN_VALUE ? 0 : place(when - 1);
    }

    void insert(int index, Line line) {
        int length = line.text().length;
        room(length + 1);
        int begin = begin(index);
        if (index < count) {
            System.arraycopy(at, index, at, index + 1, count - index);
            System.arraycopy(source, index, source, index + 1, count - index);
            System.arraycopy(level, index, level, index + 1, count - index);
            System.arraycopy(text, begin, text, begin + length + 1, bytes - begin);
            for (int i = count; i > index; i--) {
                end[i] = end[i - 1] + length + 1;
            }
        }
        at[index] = line.at();
        source[index] = line.source();
        level[index] = (byte) line.level().ordinal();
        levels |= 1 << line.level().ordinal();
        System.arraycopy(line.text(), 0, text, begin, length);
        text[begin + length] = '\n';
        end[index] = begin + length;
        count++;
        bytes += length + 1;
        alters = alters || Ansi.alters(line.text(), 0, length);
    }

    private void room(int more) {
        if (count == at.length) {
            int lines = count * 2;
            at = Arrays.copyOf(at, lines);
            source = Arrays.copyOf(source, lines);
            level = Arrays.copyOf(level, lines);
            end = Arrays.copyOf(end, lines);
        }
        if (bytes + more > text.length) {
            text = Arrays.copyOf(text, Math.max(bytes + more, text.length * 2));
        }
    }

    /** Keeps the first half. @return the second */
    Chunk split() {
        var second = new Chunk(LINES, BYTES);
        int half = count / 2;
        for (int i = half; i < count; i++) {
            second.append(line(i));
        }
        bytes = end[half - 1] + 1;
        count = half;
        return second;
    }

    Chunk copy() {
        var copy = new Chunk(0, 0);
        copy.count = count;
        copy.bytes = bytes;
        copy.at = Arrays.copyOf(at, count);
        copy.source = Arrays.copyOf(source, count);
        copy.level = Arrays.copyOf(level, count);
        copy.end = Arrays.copyOf(end, count);
        copy.text = Arrays.copyOf(text, bytes);
        copy.alters = alters;
        copy.levels = levels;
        return copy;
    }

    /** The text that is searched: what is shown of the lines. */
    Text shown() {
        if (!alters) {
            return new Text(text, bytes, end, count);
        }
        var out = new java.io.ByteArrayOutputStream(bytes);
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            int begin = begin(i);
            if (Ansi.alters(text, begin, end[i])) {
                out.writeBytes(Ansi.plain(new String(text, begin, end[i] - begin, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
            } else {
                out.write(text, begin, end[i] - begin);
            }
            ends[i] = out.size();
            out.write('\n');
        }
        byte[] plain = out.toByteArray();
        return new Text(plain, plain.length, ends, count);
    }

    /** Packed for disk; what {@link #unpack} reads. */
    ByteBuffer pack(Deflater deflater) {
        ByteBuffer raw = ByteBuffer.allocate(1 + count * 17 + bytes);
        raw.put(text, 0, bytes); // first, so that what is unpacked serves as it is
        raw.put((byte) (alters ? 1 : 0));
        for (int i = 0; i < count; i++) {
            raw.putLong(i == 0 ? at[0] : at[i] - at[i - 1]);
        }
        for (int i = 0; i < count; i++) {
            raw.putInt(source[i]);
        }
        raw.put(level, 0, count);
        for (int i = 0; i < count; i++) {
            raw.putInt(end[i] - begin(i));
        }
        raw.flip();
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        byte[] packed = new byte[raw.capacity() / 4 + 1024];
        int length = 0;
        while (!deflater.finished()) {
            if (length == packed.length) {
                packed = Arrays.copyOf(packed, packed.length * 2);
            }
            length += deflater.deflate(packed, length, packed.length - length);
        }
        return ByteBuffer.wrap(packed, 0, length);
    }

    static Chunk unpack(ByteBuffer packed, int count, int bytes, Inflater inflater) {
        byte[] raw = new byte[1 + count * 17 + bytes];
        inflater.reset();
        inflater.setInput(packed);
        try {
            for (int length = 0; length < raw.length; ) {
                int more = inflater.inflate(raw, length, raw.length - length);
                if (more == 0) {
                    throw new IllegalStateException("a chunk ends before its end");
                }
                length += more;
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
        return read(ByteBuffer.wrap(raw), count, bytes);
    }

    private static Chunk read(ByteBuffer raw, int count, int bytes) {
        var chunk = new Chunk(count, 0);
        chunk.text = raw.array();
        raw.position(bytes);
        chunk.count = count;
        chunk.bytes = bytes;
        chunk.alters = raw.get() == 1;
        for (int i = 0; i < count; i++) {
            chunk.at[i] = raw.getLong() + (i == 0 ? 0 : chunk.at[i - 1]);
        }
        raw.asIntBuffer().get(chunk.source);
        raw.position(raw.position() + count * 4);
        raw.get(chunk.level);
        for (int i = 0; i < count; i++) {
            chunk.end[i] = chunk.begin(i) + raw.getInt();
            chunk.levels |= 1 << chunk.level[i];
        }
        return chunk;
    }

    /**
     * Lines as text.
     *
     * @param bytes each line is followed by a line feed
     * @param length how much of it counts
     * @param ends where each line's feed is
     * @param count lines
     */
    public record Text(byte[] bytes, int length, int[] ends, int count) {
        int begin(int index) {
            return index == 0 ? 0 : ends[index - 1] + 1;
        }

        byte[] of(int index) {
            return Arrays.copyOfRange(bytes, begin(index), ends[index]);
        }
    }
}
