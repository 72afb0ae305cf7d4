package dev.fresnel.live.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON without the field sets of managed fields: each {@code fieldsV1} in {@code metadata.managedFields} becomes <code>{}</code>.
 * They are a third of most objects, nobody keeps them, and they are full of names that occur once: a parser that remembers names
 * becomes slow by them. Everything else passes as it is, be it JSON or not.
 */
final class Lean extends FilterInputStream {
    private static final byte[] METADATA = name("metadata");
    private static final byte[] MANAGED = name("managedFields");
    private static final byte[] FIELDS = name("fieldsV1");
    private static final byte[] NONE = {};

    private final byte[] word = new byte[MANAGED.length];
    private int length; // of the text since its quote; more than fits = none of the names
    private boolean text;
    private boolean escaped;
    private byte[] ended = NONE; // the name that has just ended, and was perhaps a key
    private byte[] key = NONE; // whose value begins
    private int depth;
    private int metadata; // depths inside of what was found; 0 = outside
    private int managed;
    private int fields;

    Lean(InputStream in) {
        super(in);
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        for (int read; (read = in.read(into, offset, count)) >= 0; ) {
            int kept = pass(into, offset, read);
            if (kept > 0) {
                return kept;
            }
        }
        return -1;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 || read() < 0 ? 0 : 1;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Keeps in place what is kept. */
    private int pass(byte[] bytes, int offset, int count) {
        int end = offset + count;
        int kept = offset;
        for (int at = offset; at < end; at++) {
            byte now = bytes[at];
            boolean stays = fields == 0;
            if (text) {
                inText(now);
            } else if (now == '"') {
                text = true;
                length = 0;
            } else {
                between(now);
                stays |= fields == 0; // the brace that ends them
            }
            if (stays) {
                bytes[kept++] = now;
            }
        }
        return kept - offset;
    }

    private void inText(byte now) {
        if (escaped) {
            escaped = false;
        } else if (now == '"') {
            text = false;
            ended = length == METADATA.length ? Arrays.equals(word, 0, length, METADATA, 0, length) ? METADATA : is(FIELDS) : is(MANAGED);
        } else if (now == '\\') {
            escaped = true;
            length = word.length + 1;
        } else if (length < word.length) {
            word[length++] = now;
        } else {
            length = word.length + 1;
        }
    }

    private byte[] is(byte[] name) {
        return length == name.length && Arrays.equals(word, 0, length, name, 0, length) ? name : NONE;
    }

    private void between(byte now) {
        switch (now) {
            case ':' -> key = ended;
            case '{', '[' -> {
                depth++;
                opened(now);
                key = NONE;
            }
            case '}', ']' -> {
                metadata = depth == metadata ? 0 : metadata;
                managed = depth == managed ? 0 : managed;
                fields = depth == fields ? 0 : fields;
                depth--;
                key = NONE;
            }
            case ' ', '\n', '\r', '\t' -> {
                return; // a key may be followed by some
            }
            default -> key = NONE;
        }
        ended = NONE;
    }

    private void opened(byte now) {
        if (key == METADATA && now == '{' && managed == 0) {
            metadata = depth;
        } else if (key == MANAGED && now == '[' && metadata != 0 && depth == metadata + 1) {
            managed = depth;
        } else if (key == FIELDS && now == '{' && managed != 0 && depth == managed + 2 && fields == 0) {
            fields = depth;
        }
    }
}
