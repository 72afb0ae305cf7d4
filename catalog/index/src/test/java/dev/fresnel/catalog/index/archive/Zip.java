package dev.fresnel.catalog.index.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files byte by byte, wrong ones too. */
public final class Zip {
    public static final String MANIFEST = "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: dev.example.hello\r\nBundle-Version: 1.2.3\r\n"
            + "Provide-Capability: fresnel.plugin;fresnel.plugin=hello;title=Hello;summary=\"Says hello.\"\r\n";

    /** One entry; its two headers may be changed before they are written. */
    static final class Entry {
        final String name;
        final byte[] packed;
        int method = 8;
        int flags;
        long crc;
        long size;
        long packedSize;
        int madeBy = 20;
        long attributes;
        String localName;
        long localSize = -1;

        Entry(String name, byte[] bytes) {
            this.name = name;
            this.localName = name;
            var deflater = new Deflater(9, true);
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var buffer = new byte[65_536];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            deflater.end();
            packed = out.toByteArray();
            var sum = new CRC32();
            sum.update(bytes);
            crc = sum.getValue();
            size = bytes.length;
            packedSize = packed.length;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int count = -1;

    public static Zip bundle() {
        return bundle(MANIFEST);
    }

    public static Zip bundle(String manifest) {
        return new Zip().with("META-INF/MANIFEST.MF", manifest);
    }

    public Zip with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Zip with(String name, byte[] bytes) {
        return with(name, bytes, entry -> {});
    }

    Zip with(String name, byte[] bytes, Consumer<Entry> change) {
        var entry = new Entry(name, bytes);
        change.accept(entry);
        entries.add(entry);
        return this;
    }

    /** What the end record says of their number. */
    Zip counted(int number) {
        count = number;
        return this;
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            int at = out.size();
            byte[] local = entry.localName.getBytes(StandardCharsets.UTF_8);
            write(out, little(30).putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags).putShort((short) entry.method).putInt(0).putInt((int) entry.crc)
                    .putInt((int) entry.packedSize).putInt((int) (entry.localSize < 0 ? entry.size : entry.localSize)).putShort((short) local.length).putShort((short) 0));
            out.writeBytes(local);
            out.writeBytes(entry.packed);
            byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
            write(directory, little(46).putInt(0x02014b50).putShort((short) entry.madeBy).putShort((short) 20).putShort((short) entry.flags).putShort((short) entry.method).putInt(0)
                    .putInt((int) entry.crc).putInt((int) entry.packedSize).putInt((int) entry.size).putShort((short) name.length).putShort((short) 0).putShort((short) 0)
                    .putShort((short) 0).putShort((short) 0).putInt((int) entry.attributes).putInt(at));
            directory.writeBytes(name);
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        short number = (short) (count < 0 ? entries.size() : count);
        write(out, little(22).putInt(0x06054b50).putInt(0).putShort(number).putShort(number).putInt(directory.size()).putInt(start).putShort((short) 0));
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(ByteArrayOutputStream out, ByteBuffer bytes) {
        out.writeBytes(bytes.array());
    }

    /** As the JDK writes it. */
    static byte[] usual(Consumer<java.util.zip.ZipOutputStream> content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(out)) {
            content.accept(zip);
        }
        return out.toByteArray();
    }
}
