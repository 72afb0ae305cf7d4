package dev.fresnel.catalog.api;

/** Why something is refused; pages make their words of it. */
public enum Reason {
    // signatures and trust
    SIGNATURE_MISSING,
    SIGNATURE_WRONG,
    SIGNATURE_OF_OTHER_FILE,
    KEY_UNKNOWN,
    KEY_OF_OTHER_PUBLISHER,
    NAMESPACE_FOREIGN,
    UNSIGNED,
    REVOKED,
    DIGEST_WRONG,
    SIZE_WRONG,
    MANIFEST_DIFFERS,
    VERSION_OLDER,
    // index
    INDEX_INVALID,
    INDEX_EXPIRED,
    INDEX_OLDER,
    INDEX_DIFFERS,
    INDEX_FROM_FUTURE,
    // archive
    ARCHIVE_DAMAGED,
    ARCHIVE_TOO_LARGE,
    ARCHIVE_ENTRIES,
    ARCHIVE_INFLATED,
    ARCHIVE_RATIO,
    ARCHIVE_DUPLICATE,
    ARCHIVE_HEADERS,
    ARCHIVE_PATH,
    ARCHIVE_LINK,
    ARCHIVE_CASE,
    ARCHIVE_NESTED,
    MANIFEST_INVALID,
    // sources
    SOURCE_INVALID,
    SOURCE_MISSING,
    SOURCE_DENIED,
    SOURCE_UNREACHABLE,
    SOURCE_TOO_LARGE,
    SOURCE_TOO_SLOW,
    ADDRESS_FORBIDDEN,
    DISK;

    /** Whether the same may well succeed a little later. */
    public boolean passing() {
        return this == SOURCE_UNREACHABLE || this == SOURCE_TOO_SLOW || this == DISK;
    }
}
