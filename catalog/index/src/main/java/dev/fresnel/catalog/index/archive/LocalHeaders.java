package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands before each entry's bytes: must say what the directory says, one entry after the other without gap or overlap. */
final class LocalHeaders {
    private static final int HEADER = 0x04034b50;
    private static final int HEADER_SIZE = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIPTOR_SIZE = 12;

    private final ZipBytes zip;
    private final Map<ZipMember, Long> data = new HashMap<>();

    LocalHeaders(ZipBytes zip) {
        this.zip = zip;
    }

    /** Where the bytes of an entry begin; known after the check. */
    long data(ZipMember member) {
        return data.getOrDefault(member, -1L);
    }

    /** @param end where the directory begins */
    void check(List<ZipMember> members, long end) throws IOException, Refusal {
        long expected = 0;
        for (ZipMember member : members.stream().sorted(Comparator.comparingLong(ZipMember::local)).toList()) {
            if (member.local() != expected) {
                throw differs(member, member.local() < expected ? "lies over another one" : "has bytes before it that belong to none");
            }
            expected = check(member);
        }
        if (expected != end) {
            throw new Refusal(Reason.ARCHIVE_HEADERS, "has bytes before its directory that belong to no entry");
        }
    }

    /** @return where the next one begins */
    private long check(ZipMember member) throws IOException, Refusal {
        ByteBuffer header = zip.at(member.local(), HEADER_SIZE);
        if (header.getInt(0) != HEADER) {
            throw differs(member, "is not where the directory says");
        }
        int nameLength = ZipBytes.u16(header, 26);
        String name = ZipBytes.name(zip.at(member.local() + HEADER_SIZE, nameLength), 0, nameLength);
        if (!name.equals(member.name()) || ZipBytes.u16(header, 6) != member.flags() || ZipBytes.u16(header, 8) != member.method()) {
            throw differs(member, "is another one in the directory");
        }
        long crc = ZipBytes.u32(header, 14);
        long packed = ZipBytes.u32(header, 18);
        long size = ZipBytes.u32(header, 22);
        boolean deferred = member.sizesFollow() && crc == 0 && packed == 0 && size == 0;
        if (!deferred && (crc != member.crc() || packed != member.packed() || size != member.size())) {
            throw differs(member, "has other sizes in the directory");
        }
        long start = member.local() + HEADER_SIZE + nameLength + ZipBytes.u16(header, 28);
        data.put(member, start);
        return start + member.packed() + (member.sizesFollow() ? descriptor(member, start + member.packed()) : 0);
    }

    /** @return how long it is: with its mark or without */
    private int descriptor(ZipMember member, long at) throws IOException, Refusal {
        int marked = Integer.BYTES + DESCRIPTOR_SIZE;
        ByteBuffer bytes = zip.at(at, (int) Math.min(marked, zip.size() - at));
        if (bytes.limit() == marked && bytes.getInt(0) == DESCRIPTOR && same(member, bytes, Integer.BYTES)) {
            return marked;
        }
        if (bytes.limit() >= DESCRIPTOR_SIZE && same(member, bytes, 0)) {
            return DESCRIPTOR_SIZE;
        }
        throw differs(member, "has other sizes behind it than in the directory");
    }

    private static boolean same(ZipMember member, ByteBuffer bytes, int at) {
        return ZipBytes.u32(bytes, at) == member.crc() && ZipBytes.u32(bytes, at + 4) == member.packed() && ZipBytes.u32(bytes, at + 8) == member.size();
    }

    private static Refusal differs(ZipMember member, String words) {
        return new Refusal(Reason.ARCHIVE_HEADERS, "has an entry that " + words + ": " + Directory.shown(member.name()));
    }
}
