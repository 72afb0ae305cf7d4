package dev.fresnel.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes an archive that every {@code tar} reads: POSIX ustar, with GNU's long names. Bytes of a file are written by who has them. */
final class TarWriter {
    /** What the size field of a header holds. */
    static final long LARGEST = (1L << 33) - 1;

    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** After it so many bytes have to be written to the stream, then {@link #pad}. */
    void file(String path, long size, int mode, long seconds) throws IOException {
        head(path, '0', size, mode, seconds);
    }

    void folder(String path, int mode, long seconds) throws IOException {
        head(path + "/", '5', 0, mode, seconds);
    }

    void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** Two blocks of nothing: readers stop there, whether or not the stream ends. */
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void head(String path, char type, long size, int mode, long seconds) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME) {
            out.write(header("././@LongLink".getBytes(StandardCharsets.US_ASCII), 'L', name.length + 1L, 0, 0));
            out.write(name);
            out.write(0);
            pad(name.length + 1L);
        }
        out.write(header(name, type, size, mode, seconds));
    }

    private static byte[] header(byte[] name, char type, long size, int mode, long seconds) {
        if (size > LARGEST) {
            throw new IllegalArgumentException("An archive of this kind holds no file of " + size + " bytes");
        }
        byte[] head = new byte[BLOCK];
        System.arraycopy(name, 0, head, 0, Math.min(NAME, name.length));
        octal(head, 100, 7, mode);
        octal(head, 108, 7, 0);
        octal(head, 116, 7, 0);
        octal(head, 124, 11, size);
        octal(head, 136, 11, Math.clamp(seconds, 0, LARGEST));
        head[156] = (byte) type;
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, head, 257, 8);
        java.util.Arrays.fill(head, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        octal(head, 148, 6, sum);
        head[154] = 0;
        return head;
    }

    private static void octal(byte[] head, int offset, int digits, long value) {
        byte[] text = String.format(Locale.ROOT, "%0" + digits + "o", value).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, head, offset, digits);
    }
}
