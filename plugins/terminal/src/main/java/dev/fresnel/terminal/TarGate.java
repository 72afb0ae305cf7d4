package dev.fresnel.terminal;

import dev.fresnel.api.plugin.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive that somebody else's {@code tar} wrote (POSIX ustar and pax, GNU names), entry by entry, and lets regular files and
 * folders below one name pass, nothing else. A path that leads elsewhere, or an archive that is larger than allowed, ends it; links,
 * devices and other things are left out and named.
 */
final class TarGate {
    private static final int BLOCK = 512;
    private static final int LONGEST_PATH = 4096;
    private static final int LARGEST_HEADER = 64 << 10;
    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_NAMED = 200;

    /**
     * A file or a folder.
     *
     * @param path relative, without {@code .} and {@code ..}
     * @param size bytes that follow; of a folder 0
     */
    record Entry(String path, boolean folder, long size, int mode, long seconds) {}

    private final InputStream in;
    private final String root;
    private final List<String> leftOut = new ArrayList<>();
    private long allowed;
    private long rest;
    private int entries;

    /**
     * @param root first part that each path must have
     * @param most bytes of all files together
     */
    TarGate(InputStream in, String root, long most) {
        this.in = in;
        this.root = root;
        this.allowed = most;
    }

    /** What did not pass, the first 200. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Passes over what is left of the entry before. @return empty at the end @throws Problem INVALID, LIMITED */
    Optional<Entry> next() throws IOException {
        skip(rest);
        rest = 0;
        Map<String, String> said = new HashMap<>();
        while (true) {
            byte[] head = block();
            if (head.length == 0 || blank(head)) {
                return Optional.empty();
            }
            check(head);
            if (++entries > MOST_ENTRIES) {
                throw limited("It holds more than " + MOST_ENTRIES + " entries.");
            }
            long size = said.containsKey("size") ? whole(said.get("size")) : number(head, 124, 12);
            switch (head[156]) {
                case 'x' -> said.putAll(pax(bytes(size)));
                case 'g' -> bytes(size);
                case 'L' -> said.put("path", text(bytes(size), 0, (int) size));
                case 'K' -> bytes(size);
                default -> {
                    Optional<Entry> entry = entry(head, said, size);
                    if (entry.isPresent()) {
                        return entry;
                    }
                    said.clear();
                }
            }
        }
    }

    private Optional<Entry> entry(byte[] head, Map<String, String> said, long size) throws IOException {
        String path = clean(said.containsKey("path") ? said.get("path") : name(head));
        char type = (char) head[156];
        boolean folder = type == '5';
        boolean file = type == '0' || type == 0 || type == '7';
        boolean sparse = said.keySet().stream().anyMatch(name -> name.startsWith("GNU.sparse"));
        if (!folder && (!file || sparse)) {
            if (leftOut.size() < MOST_NAMED) {
                leftOut.add(path);
            }
            // Only some types that do not pass bring bytes, and links claim sizes that they do not have.
            skip(file || type == 'S' ? padded(size) : 0);
            return Optional.empty();
        }
        long bytes = folder ? 0 : size;
        if (bytes < 0 || bytes > allowed) {
            throw limited("It is larger than allowed.");
        }
        allowed -= bytes;
        rest = padded(bytes);
        return Optional.of(new Entry(path, folder, bytes, (int) number(head, 100, 8) & 0777, number(head, 136, 12)));
    }

    /** Bytes of the entry just given. */
    int read(byte[] into, long left) throws IOException {
        int length = in.read(into, 0, (int) Math.min(into.length, left));
        if (length < 0) {
            throw new EOFException("The archive broke off.");
        }
        rest -= length;
        return length;
    }

    private String clean(String path) {
        if (path.startsWith("/") || path.length() > LONGEST_PATH || path.indexOf('\0') >= 0) {
            throw foreign(path);
        }
        var parts = new ArrayList<String>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw foreign(path);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        boolean below = root.isEmpty() || !parts.isEmpty() && parts.getFirst().equals(root);
        if (!below) {
            throw foreign(path);
        }
        return String.join("/", parts);
    }

    private static Problem foreign(String path) {
        String shown = path.substring(0, Math.min(100, path.length())).replaceAll("\\p{Cntrl}", "?");
        return new Problem(
                Problem.Kind.INVALID, "TERMINAL_TAR_FOREIGN", "What came holds a path that leads elsewhere: " + shown, Map.of("path", shown), null);
    }

    private static Problem limited(String text) {
        return new Problem(Problem.Kind.LIMITED, "TERMINAL_TAR_LIMIT", text);
    }

    private static Problem broken() {
        return new Problem(Problem.Kind.INVALID, "TERMINAL_TAR_BROKEN", "What came is no archive.");
    }

    /** The sum of a header's bytes, its own field as spaces. */
    private static void check(byte[] head) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
        }
        if (number(head, 148, 8) != sum) {
            throw broken();
        }
    }

    private static String name(byte[] head) {
        boolean ustar = text(head, 257, 5).equals("ustar");
        String prefix = ustar && head[262] == 0 ? text(head, 345, 155) : "";
        String name = text(head, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** Octal digits, or base 256 when the first bit is set. */
    private static long number(byte[] head, int offset, int length) {
        if ((head[offset] & 0x80) != 0) {
            long value = head[offset] & 0x7f;
            for (int i = offset + 1; i < offset + length; i++) {
                if (value > Long.MAX_VALUE >> 8) {
                    throw broken();
                }
                value = value << 8 | head[i] & 0xff;
            }
            return value;
        }
        String digits = text(head, offset, length).strip();
        if (!digits.matches("[0-7]{0,20}")) {
            throw broken();
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static long whole(String digits) {
        if (!digits.matches("\\d{1,18}")) {
            throw broken();
        }
        return Long.parseLong(digits);
    }

    /** Records {@code LENGTH KEY=VALUE\n}. */
    private static Map<String, String> pax(byte[] bytes) {
        var said = new HashMap<String, String>();
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            long length = whole(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
            if (length < 5 || at + length > bytes.length || space + 1 > at + length - 1) {
                throw broken();
            }
            String record = new String(bytes, space + 1, (int) (at + length - space - 2), StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw broken();
            }
            said.put(record.substring(0, equals), record.substring(equals + 1));
            at += (int) length;
        }
        return said;
    }

    private byte[] block() throws IOException {
        byte[] head = in.readNBytes(BLOCK);
        if (head.length > 0 && head.length < BLOCK) {
            throw new EOFException("The archive broke off.");
        }
        return head;
    }

    private static boolean blank(byte[] block) {
        return Arrays.mismatch(block, new byte[BLOCK]) < 0;
    }

    private byte[] bytes(long size) throws IOException {
        if (size < 0 || size > LARGEST_HEADER) {
            throw limited("A header in it is too large.");
        }
        byte[] whole = in.readNBytes((int) size);
        if (whole.length < size) {
            throw new EOFException("The archive broke off.");
        }
        skip(padded(size) - size);
        return whole;
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void skip(long bytes) throws IOException {
        byte[] buffer = new byte[8 << 10];
        for (long left = bytes; left > 0; ) {
            int length = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (length < 0) {
                throw new EOFException("The archive broke off.");
            }
            left -= length;
        }
    }
}
