package dev.fresnel.http.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the chunk framing out of a buffer in place, so that many small chunks become one write. */
final class Dechunker {
    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILER
    }

    private static final long LARGEST = Long.MAX_VALUE >> 4;

    private Part part = Part.SIZE;
    private long left;
    private boolean done;

    boolean done() {
        return done;
    }

    /** Consumes what it can; the rest waits for more bytes. @return the data, in the same memory */
    ByteBuffer take(ByteBuffer in) throws IOException {
        int start = in.position();
        int end = in.limit();
        int write = start;
        int at = start;
        while (at < end && !done) {
            if (part == Part.DATA) {
                int length = (int) Math.min(left, end - at);
                if (write != at) {
                    in.put(write, in, at, length);
                }
                write += length;
                at += length;
                left -= length;
                part = left == 0 ? Part.DATA_END : Part.DATA;
                continue;
            }
            int line = lineEnd(in, at, end);
            if (line < 0) {
                break;
            }
            endOfLine(in, at, line);
            at = line + 1;
        }
        in.position(at);
        return in.slice(start, write - start);
    }

    private void endOfLine(ByteBuffer in, int at, int line) throws IOException {
        boolean empty = line == at || line == at + 1 && in.get(at) == '\r';
        switch (part) {
            case SIZE -> {
                left = size(in, at, line);
                part = left == 0 ? Part.TRAILER : Part.DATA;
            }
            case DATA_END -> {
                if (!empty) {
                    throw new IOException("A chunk is longer than it says");
                }
                part = Part.SIZE;
            }
            default -> done = empty;
        }
    }

    private static int lineEnd(ByteBuffer in, int at, int end) {
        for (int i = at; i < end; i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static long size(ByteBuffer in, int at, int line) throws IOException {
        long size = 0;
        int i = at;
        for (; i < line; i++) {
            int digit = Character.digit(in.get(i), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            if (size > LARGEST) {
                throw new IOException("A chunk is too long");
            }
        }
        if (i == at) {
            throw new IOException("A chunk has no length");
        }
        return size;
    }
}
