package dev.fresnel.live.graph;

/**
 * An edge between two objects that the caller sees.
 *
 * @param role {@code plugin/messageKey}
 */
record Tie(Vertex from, Vertex to, String role) {
    /** The message key alone. */
    String word() {
        return role.substring(role.indexOf('/') + 1);
    }
}
