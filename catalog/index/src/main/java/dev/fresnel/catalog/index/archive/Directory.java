package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A zip file's central directory (APPNOTE 6.3.10, §4.3.12 and §4.3.16), read strictly: no zip64, no parts, nothing before, between or behind. */
final class Directory {
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int RECORD = 0x02014b50;
    private static final int RECORD_SIZE = 46;
    private static final long ALL_32 = 0xffff_ffffL;
    private static final int ALL_16 = 0xffff;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;
    /** Pipe, character and block device. A folder may be marked as a socket: older archivers of Maven wrote it so. */
    private static final Set<Integer> DEVICES = Set.of(0010000, 0020000, 0060000);

    private final ZipBytes zip;
    private final int most;
    private long start;

    /** @param most entries that are allowed */
    Directory(ZipBytes zip, int most) {
        this.zip = zip;
        this.most = most;
    }

    /** Where it begins, which is where the entries end; known after {@link #read()}. */
    long start() {
        return start;
    }

    List<ZipMember> read() throws IOException, Refusal {
        ByteBuffer end = end();
        int count = ZipBytes.u16(end, 10);
        long length = ZipBytes.u32(end, 12);
        start = ZipBytes.u32(end, 16);
        if (count == ALL_16 || length == ALL_32 || start == ALL_32) {
            throw new Refusal(Reason.ARCHIVE_ENTRIES, "is a zip64 file, for more than " + most + " entries or 4 GB");
        }
        if (ZipBytes.u16(end, 4) != 0 || ZipBytes.u16(end, 6) != 0 || ZipBytes.u16(end, 8) != count) {
            throw headers("is one part of several");
        }
        if (count > most) {
            throw new Refusal(Reason.ARCHIVE_ENTRIES, "has " + count + " entries, more than " + most);
        }
        if (start + length != endAt) {
            throw headers("has bytes between its directory and its end, or before its beginning");
        }
        return members(zip.at(start, Math.toIntExact(length)), count);
    }

    private long endAt;

    /** The one end record; a second one would be another directory to another reader. */
    private ByteBuffer end() throws IOException, Refusal {
        int tail = (int) Math.min(zip.size(), END_SIZE + LONGEST_COMMENT);
        ByteBuffer bytes = zip.at(zip.size() - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == END) {
                if (at + END_SIZE + ZipBytes.u16(bytes, at + 20) != tail) {
                    throw headers("has bytes behind its end");
                }
                endAt = zip.size() - tail + at;
                return bytes.slice(at, END_SIZE).order(bytes.order());
            }
        }
        throw new Refusal(Reason.ARCHIVE_DAMAGED, "is no jar: it has no directory at its end");
    }

    private List<ZipMember> members(ByteBuffer bytes, int count) throws Refusal {
        var members = new ArrayList<ZipMember>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + RECORD_SIZE > bytes.limit() || bytes.getInt(at) != RECORD) {
                throw headers("has a directory that is shorter than it says");
            }
            int next = at + RECORD_SIZE + ZipBytes.u16(bytes, at + 28) + ZipBytes.u16(bytes, at + 30) + ZipBytes.u16(bytes, at + 32);
            if (next > bytes.limit()) {
                throw headers("has a directory that is shorter than it says");
            }
            members.add(member(bytes, at));
            at = next;
        }
        if (at != bytes.limit()) {
            throw headers("has a directory that is longer than it says");
        }
        return members;
    }

    private static ZipMember member(ByteBuffer bytes, int at) throws Refusal {
        String name = ZipBytes.name(bytes, at + RECORD_SIZE, ZipBytes.u16(bytes, at + 28));
        var member = new ZipMember(
                name, ZipBytes.u16(bytes, at + 8), ZipBytes.u16(bytes, at + 10), ZipBytes.u32(bytes, at + 16), ZipBytes.u32(bytes, at + 20), ZipBytes.u32(bytes, at + 24),
                ZipBytes.u32(bytes, at + 42));
        if (member.packed() == ALL_32 || member.size() == ALL_32 || member.local() == ALL_32) {
            throw new Refusal(Reason.ARCHIVE_INFLATED, "has an entry that says it has 4 GB or more: " + shown(name));
        }
        if ((member.flags() & ENCRYPTED) != 0) {
            throw headers("has an encrypted entry: " + shown(name));
        }
        if (member.method() != ZipMember.STORED && member.method() != ZipMember.DEFLATED) {
            throw headers("has an entry that is packed in a way that jars are not: " + shown(name));
        }
        if (ZipBytes.u16(bytes, at + 4) >> 8 == UNIX) {
            refuseSpecial(name, (int) (ZipBytes.u32(bytes, at + 38) >> 16));
        }
        return member;
    }

    private static void refuseSpecial(String name, int mode) throws Refusal {
        int type = mode & FILE_TYPE;
        if (type == LINK) {
            throw new Refusal(Reason.ARCHIVE_LINK, "has a symbolic link: " + shown(name));
        }
        if (DEVICES.contains(type)) {
            throw new Refusal(Reason.ARCHIVE_LINK, "has something that is neither file nor folder: " + shown(name));
        }
    }

    private static Refusal headers(String words) {
        return new Refusal(Reason.ARCHIVE_HEADERS, words);
    }

    /** A foreign name in a message: short and without control characters. */
    static String shown(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "…" : clean;
    }
}
