package dev.fresnel.access.audit;

import java.io.IOException;

/** Where lines end up. Used by one thread. */
interface Sink {
    /** Writes whole lines, each with its line end; after a failure nothing of them is there. */
    void append(byte[] lines) throws IOException;

    /** The number of the last line that is there, 0 when there is none. */
    default long last() throws IOException {
        return 0;
    }

    default void close() throws IOException {}
}
