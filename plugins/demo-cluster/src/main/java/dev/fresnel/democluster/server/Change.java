package dev.fresnel.democluster.server;

import java.util.Optional;

/**
 * One write, as watches and controllers see it.
 *
 * @param version the resource version of the write
 * @param object the object after it, or as it was last when it has been deleted (with the version of the deletion)
 * @param before the object before it, absent when it was added
 */
public record Change(Type type, long version, Stored object, Optional<Stored> before) {

    /** What happened, in the words of watch events. */
    public enum Type { ADDED, MODIFIED, DELETED }
}
