package dev.fresnel.live.graph;

/**
 * An edge between two objects that the caller sees. Both ends know of it as long as they are there and it is said.
 *
 * @param by what was said of which object by whom
 * @param role {@code plugin/messageKey}
 */
record Tie(Memo by, Vertex from, Vertex to, String role) {
    /** The message key alone. */
    String word() {
        return role.substring(role.indexOf('/') + 1);
    }

    /** Whether both ends are there and it is still said. */
    boolean holds() {
        return from.ties().contains(this);
    }
}
