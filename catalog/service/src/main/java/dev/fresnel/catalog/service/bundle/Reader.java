package dev.fresnel.catalog.service.bundle;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a bundle file before anything of it is installed: archive gate, manifest rules, what its classes use. */
public final class Reader {
    private static final int END_RECORD = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final Set<Reason> PERHAPS_WRITTEN = Set.of(Reason.ARCHIVE_DAMAGED, Reason.ARCHIVE_HEADERS, Reason.DISK);

    private Reader() {}

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

    /**
     * Reads all of it.
     *
     * @param file in a private folder, where nobody changes it meanwhile
     * @throws Refused with the reasons in words
     */
    public static Passport check(Path file) throws Refused {
        try {
            Passport passport = Passport.of(Described.entry(BundleFile.open(file, new Gate(file.toAbsolutePath().getParent(), Bounds.USUAL))));
            classRules(passport, ClassScan.of(file, passport.headers().symbolicName()));
            return passport;
        } catch (Refusal e) {
            throw refused(e);
        } catch (IOException e) {
            throw Refused.damaged("is no jar: " + e.getMessage());
        }
    }

    /** Reads manifest and description of a file that was checked before. */
    public static Passport again(Path file) throws Refused {
        try {
            return Passport.of(Described.entry(BundleFile.reopen(file)));
        } catch (Refusal e) {
            throw refused(e);
        }
    }

    private static Refused refused(Refusal e) {
        return PERHAPS_WRITTEN.contains(e.reason()) ? Refused.damaged(e.words()) : new Refused(e.words());
    }

    private static void classRules(Passport passport, ClassScan.Findings findings) throws Refused {
        if (!passport.plugin()) {
            return; // it was not written for Fresnel; what it does is shown, not forbidden
        }
        var broken = new ArrayList<>(findings.sticky());
        findings.asks().forEach((capability, words) -> {
            if (!passport.asks().contains(capability)) {
                broken.add(words + " without asking for the capability " + capability);
            }
        });
        if (!broken.isEmpty()) {
            throw new Refused(List.copyOf(broken));
        }
    }
}
