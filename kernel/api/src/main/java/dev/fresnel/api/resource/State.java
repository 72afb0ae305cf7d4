package dev.fresnel.api.resource;

/** The seven states, worst first; a page shows colour, silhouette and word. */
public enum State {
    ERROR,
    WARNING,
    WAITING,
    UNKNOWN,
    PROGRESS,
    OFF,
    OK;

    /** The word on the wire: {@code error}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
