package dev.fresnel.live.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Packs objects of one kind one by one: Deflate with a dictionary made of the first objects, since objects of a kind are much
 * alike. One thread packs, any thread unpacks.
 */
final class Packer {
    /** Deflate looks back 32 KB. */
    private static final int DICTIONARY = 32 * 1024;

    private static final byte PLAIN = 0;
    private static final byte WITH_DICTIONARY = 1;

    private final Deflaters deflaters;
    private final ByteArrayOutputStream learning = new ByteArrayOutputStream();
    private volatile byte[] dictionary = {};
    private byte[] buffer = new byte[16 * 1024];

    Packer(Deflaters deflaters) {
        this.deflaters = deflaters;
    }

    /** Deflaters hold 256 KB of native memory each: two serve all stores. */
    static final class Deflaters implements AutoCloseable {
        private final BlockingQueue<Deflater> free = new ArrayBlockingQueue<>(2);

        Deflaters() {
            for (int i = 0; i < 2; i++) {
                free.add(new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            }
        }

        @Override
        public void close() {
            for (Deflater one; (one = free.poll()) != null; ) {
                one.end();
            }
        }
    }

    byte[] pack(byte[] object, int length) throws InterruptedException {
        byte[] known = dictionary;
        Deflater deflater = deflaters.free.take();
        try {
            deflater.reset();
            if (known.length > 0) {
                deflater.setDictionary(known);
            }
            deflater.setInput(object, 0, length);
            deflater.finish();
            int size = 1;
            buffer[0] = known.length > 0 ? WITH_DICTIONARY : PLAIN;
            while (!deflater.finished()) {
                if (size == buffer.length) {
                    buffer = Arrays.copyOf(buffer, size * 2);
                }
                size += deflater.deflate(buffer, size, buffer.length - size);
            }
            return Arrays.copyOf(buffer, size);
        } finally {
            deflaters.free.add(deflater);
            learn(object, length);
        }
    }

    private void learn(byte[] object, int length) {
        if (dictionary.length > 0) {
            return;
        }
        learning.write(object, 0, Math.min(length, DICTIONARY / 2));
        if (learning.size() >= DICTIONARY) {
            byte[] all = learning.toByteArray();
            dictionary = Arrays.copyOfRange(all, all.length - DICTIONARY, all.length);
            learning.reset();
        }
    }

    byte[] unpack(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            if (packed[0] == WITH_DICTIONARY) {
                inflater.setDictionary(dictionary);
            }
            inflater.setInput(packed, 1, packed.length - 1);
            var out = new ByteArrayOutputStream(packed.length * 5);
            byte[] part = new byte[8 * 1024];
            while (!inflater.finished()) {
                int count = inflater.inflate(part);
                if (count == 0 && inflater.needsInput()) {
                    throw new IllegalStateException("a packed object is cut short");
                }
                out.write(part, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException broken) {
            throw new IllegalStateException("a packed object cannot be read", broken);
        } finally {
            inflater.end();
        }
    }
}
