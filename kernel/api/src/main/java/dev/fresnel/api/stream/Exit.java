package dev.fresnel.api.stream;

/**
 * How a program ended.
 *
 * @param code its exit code; -1 = none is known
 * @param reason one word: {@code done} (it ended by itself), {@code failed} (it could not be started or was lost), {@code idle}, {@code
 *     limit}, {@code session} (the caller's session ended), {@code left} (nobody came back), {@code closed} (it was ended from here)
 * @param text what the cluster says about it, {@code ""} when nothing
 */
public record Exit(int code, String reason, String text) {
    /** Whether it ended by itself and said that all is well. */
    public boolean fine() {
        return code == 0;
    }
}
