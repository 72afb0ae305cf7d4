package dev.fresnel.catalog.service.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads a plugin file before anything of it is installed, and refuses what a bundle has no need for. */
public final class Archive {
    public static final int ENTRIES = 5_000;
    public static final long INFLATED = 200L << 20;
    private static final int END_RECORD = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    private final Path file;

    public Archive(Path file) {
        this.file = file;
    }

    /** Whether the record is there that ends every zip file: cheap, and false while somebody still writes the file. */
    public static boolean ends(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            int tail = (int) Math.min(size, END_RECORD + LONGEST_COMMENT);
            var bytes = ByteBuffer.allocate(tail);
            while (bytes.hasRemaining() && channel.read(bytes, size - tail + bytes.position()) > 0) {
                // until the tail is there
            }
            for (int at = tail - END_RECORD; at >= 0; at--) {
                if (bytes.get(at) == 'P' && bytes.get(at + 1) == 'K' && bytes.get(at + 2) == 5 && bytes.get(at + 3) == 6) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Reads all of it. @throws Refused with the reason in words */
    public Passport check() throws Refused {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            checkEntries(zip);
            return passport(zip);
        } catch (IOException | IllegalArgumentException e) {
            throw Refused.damaged("is no jar: " + e.getMessage());
        }
    }

    /** Reads the manifest only, of a file that was checked before. */
    public Passport passport() throws Refused {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return passport(zip);
        } catch (IOException | IllegalArgumentException e) {
            throw Refused.damaged("is no jar: " + e.getMessage());
        }
    }

    private static Passport passport(ZipFile zip) throws IOException, Refused {
        ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            throw new Refused("is no bundle: it has no manifest");
        }
        try (InputStream in = zip.getInputStream(manifest)) {
            return Passport.of(new Manifest(in).getMainAttributes());
        }
    }

    private static void checkEntries(ZipFile zip) throws Refused, IOException {
        if (zip.size() > ENTRIES) {
            throw new Refused("has " + zip.size() + " entries, more than " + ENTRIES);
        }
        Set<String> names = new HashSet<>();
        long inflated = 0;
        var entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            checkName(entry.getName());
            if (!names.add(entry.getName())) {
                throw new Refused("has the entry " + entry.getName() + " twice");
            }
            inflated += inflate(zip, entry, INFLATED - inflated);
        }
    }

    private static void checkName(String name) throws Refused {
        boolean climbs = ("/" + name + "/").contains("/../") || ("/" + name + "/").contains("/./");
        boolean odd = name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.matches("^[A-Za-z]:.*")
                || name.chars().anyMatch(Character::isISOControl);
        if (climbs || odd) {
            throw new Refused("has an entry that points outside: " + name.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private static long inflate(ZipFile zip, ZipEntry entry, long allowed) throws Refused, IOException {
        var sum = new CRC32();
        var buffer = new byte[16_384];
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                sum.update(buffer, 0, n);
                if (size > allowed) {
                    throw new Refused("unpacks to more than " + (INFLATED >> 20) + " MB");
                }
            }
        }
        if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
            throw new IOException("entry " + entry.getName() + " is damaged");
        }
        return size;
    }
}
