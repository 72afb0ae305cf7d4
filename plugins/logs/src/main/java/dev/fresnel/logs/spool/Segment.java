package dev.fresnel.logs.spool;

import dev.fresnel.api.scratch.ScratchFile;

/** One temporary file of packed chunks; given back when none of them counts any more. */
final class Segment {
    static final int ROOM = 16 << 20;

    final ScratchFile file;
    int live;

    Segment(ScratchFile file) {
        this.file = file;
    }
}
