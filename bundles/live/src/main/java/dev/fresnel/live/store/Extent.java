package dev.fresnel.live.store;

/**
 * Which part of a list is held that is read page by page.
 *
 * @param base how many rows of the list come before
 * @param held how many rows are held
 * @param total how many there are in all, as far as is known
 */
public record Extent(int base, int held, int total) {
    /** Whether that window, or all that there is of it, is held. */
    public boolean covers(int offset, int limit) {
        return offset >= base && (offset + limit <= base + held || base + held >= total);
    }
}
