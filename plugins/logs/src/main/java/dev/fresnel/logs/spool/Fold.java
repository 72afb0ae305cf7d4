package dev.fresnel.logs.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Small letters of ASCII, eight bytes at a time: a search reads hundreds of megabytes. */
final class Fold {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x80 * ONES;

    private Fold() {}

    /** A copy in which A to Z are a to z. */
    static byte[] lower(byte[] text, int length) {
        byte[] lower = new byte[length];
        int i = 0;
        for (; i <= length - 8; i += 8) {
            EIGHT.set(lower, i, lower((long) EIGHT.get(text, i)));
        }
        for (; i < length; i++) {
            byte c = text[i];
            lower[i] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return lower;
    }

    /** The high bit of a byte tells whether it is a capital; moved two places it is what makes it small. */
    private static long lower(long eight) {
        long seven = eight & ~HIGH;
        long fromA = seven + (0x80 - 'A') * ONES;
        long beyondZ = seven + (0x7f - 'Z') * ONES;
        return eight | (~eight & (fromA ^ beyondZ) & HIGH) >>> 2;
    }
}
