package dev.fresnel.api.kube;

/**
 * A field of an object, and what its value means: how it is compared and shown.
 *
 * @param pointer JSON pointer (RFC 6901): {@code /status/capacity/cpu}
 * @param type meaning of the value
 */
public record Field(String pointer, Type type) {
    /** What a value means. */
    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        /** {@link Quantity}: {@code 100m}, {@code 2Gi}. */
        QUANTITY,
        /** RFC 3339: {@code 2026-01-31T12:00:00Z}. */
        TIME
    }

    /** @throws IllegalArgumentException when it is no pointer */
    public Field {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("A JSON pointer begins with a slash: " + pointer);
        }
    }

    public static Field text(String pointer) {
        return new Field(pointer, Type.TEXT);
    }

    public static Field number(String pointer) {
        return new Field(pointer, Type.NUMBER);
    }

    public static Field flag(String pointer) {
        return new Field(pointer, Type.FLAG);
    }

    public static Field quantity(String pointer) {
        return new Field(pointer, Type.QUANTITY);
    }

    public static Field time(String pointer) {
        return new Field(pointer, Type.TIME);
    }
}
