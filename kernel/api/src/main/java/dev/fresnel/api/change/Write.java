package dev.fresnel.api.change;

import java.util.List;
import java.util.Map;

/** One write as the API server takes it. Bodies are maps, lists, text, numbers, booleans and {@code Json}. */
public sealed interface Write {
    /** {@code scale}, {@code eviction}, {@code status}; {@code ""} = the object itself. */
    default String subresource() {
        return "";
    }

    /**
     * Server-side apply with Fresnel's field manager.
     *
     * @param object the fields that it wants to own; names and kind are added
     * @param force takes fields over from other managers; else a conflict is an outcome
     */
    record Apply(Map<String, Object> object, boolean force) implements Write {}

    /** JSON merge patch (RFC 7396). */
    record Merge(Map<String, Object> patch, String subresource) implements Write {
        public Merge(Map<String, Object> patch) {
            this(patch, "");
        }
    }

    /** Strategic merge patch; built-in kinds only. */
    record Strategic(Map<String, Object> patch) implements Write {}

    /** JSON patch (RFC 6902), each step {@code {"op":…,"path":…,"value":…}}. */
    record Patch(List<Map<String, Object>> steps) implements Write {}

    /** Makes the object that the change names; with a subresource it posts to that of an object that is there, as an eviction does. */
    record Create(Map<String, Object> object, String subresource) implements Write {
        public Create(Map<String, Object> object) {
            this(object, "");
        }
    }

    /**
     * Deletes it.
     *
     * @param propagation what happens to what it owns
     * @param graceSeconds -1 = the object's own
     */
    record Delete(Propagation propagation, long graceSeconds) implements Write {
        public static final Delete USUAL = new Delete(Propagation.BACKGROUND, -1);
    }

    /** What happens to what a deleted object owns. */
    enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }
}
