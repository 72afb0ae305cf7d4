package dev.fresnel.kubernetes.stream;

import java.util.Arrays;

/** Bytes of a stream from the last that was released on, counted from the stream's first; grows as it is needed. */
final class Ring {
    private static final int SMALL = 8 << 10;

    private byte[] bytes = new byte[SMALL];
    /** Number of the first byte that is kept. */
    private long first;
    /** Number of the byte that comes next. */
    private long end;

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    int size() {
        return (int) (end - first);
    }

    void add(byte[] more, int offset, int length) {
        grow(size() + length);
        int at = (int) (end % bytes.length);
        int straight = Math.min(length, bytes.length - at);
        System.arraycopy(more, offset, bytes, at, straight);
        System.arraycopy(more, offset + straight, bytes, 0, length - straight);
        end += length;
    }

    /** At most so many bytes from that one on, which is kept. */
    byte[] read(long from, int most) {
        int length = (int) Math.min(most, end - from);
        byte[] some = new byte[Math.max(0, length)];
        int at = (int) (from % bytes.length);
        int straight = Math.min(some.length, bytes.length - at);
        System.arraycopy(bytes, at, some, 0, straight);
        System.arraycopy(bytes, 0, some, straight, some.length - straight);
        return some;
    }

    /** What is before that byte goes. */
    void release(long until) {
        first = Math.clamp(until, first, end);
        if (first == end && bytes.length > 8 * SMALL) {
            bytes = new byte[SMALL];
        }
    }

    private void grow(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        int length = bytes.length;
        while (length < needed) {
            length *= 2;
        }
        byte[] kept = read(first, size());
        byte[] larger = new byte[length];
        int at = (int) (first % length);
        int straight = Math.min(kept.length, length - at);
        System.arraycopy(kept, 0, larger, at, straight);
        System.arraycopy(kept, straight, larger, 0, kept.length - straight);
        Arrays.fill(bytes, (byte) 0);
        bytes = larger;
    }
}
