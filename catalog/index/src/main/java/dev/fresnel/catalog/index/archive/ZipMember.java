package dev.fresnel.catalog.index.archive;

/**
 * One line of a zip file's central directory.
 *
 * @param name as it stands there
 * @param packed bytes in the file
 * @param size bytes unpacked, as declared
 * @param local where its local header begins
 */
record ZipMember(String name, int flags, int method, long crc, long packed, long size, long local) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    private static final int SIZES_FOLLOW = 1 << 3;

    boolean folder() {
        return name.endsWith("/");
    }

    /** Its sizes stand behind its bytes instead of before them. */
    boolean sizesFollow() {
        return (flags & SIZES_FOLLOW) != 0;
    }
}
