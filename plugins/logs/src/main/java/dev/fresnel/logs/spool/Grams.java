package dev.fresnel.logs.spool;

import java.util.Arrays;

/**
 * Which three bytes in a row a chunk's text holds, capitals folded, in a bit each of 65,536: what a text cannot hold is known without
 * unpacking it. A set bit may be another's.
 *
 * @param bits never changed
 */
record Grams(byte[] bits) {
    static final int BYTES = 8 * 1024;
    private static final int LENGTH = 3;

    static Grams of(Chunk.Text text) {
        byte[] folded = Fold.lower(text.bytes(), text.length());
        byte[] bits = new byte[BYTES];
        int gram = 0;
        for (int i = 0; i < folded.length; i++) {
            gram = (gram << 8 | folded[i] & 0xff) & 0xffffff;
            int slot = slot(gram);
            bits[slot >>> 3] |= (byte) (1 << (slot & 7));
        }
        return new Grams(bits);
    }

    private static int slot(int gram) {
        return gram * 0x9E3779B1 >>> 16;
    }

    /** Whether the text may hold that; shorter ones always. */
    boolean may(byte[] folded) {
        int gram = 0;
        for (int i = 0; i < folded.length; i++) {
            gram = (gram << 8 | folded[i] & 0xff) & 0xffffff;
            int slot = slot(gram);
            if (i >= LENGTH - 1 && (bits[slot >>> 3] & 1 << (slot & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grams(byte[] others) && Arrays.equals(bits, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }
}
