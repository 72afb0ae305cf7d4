package dev.fresnel.api.scratch;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** A file that grows at its end and is read anywhere. Safe for use by several threads. */
@ProviderType
public interface ScratchFile extends AutoCloseable {
    /**
     * Writes all that remains in the buffer.
     *
     * @return where it begins
     * @throws dev.fresnel.api.plugin.Problem LIMITED when the plugin holds too much, or the disk is nearly full; nothing was written then
     */
    long append(ByteBuffer bytes);

    /**
     * Fills what remains in the buffer.
     *
     * @throws IllegalArgumentException when the file does not hold so much there
     * @throws IllegalStateException when it is closed
     */
    void read(long position, ByteBuffer into);

    /** In bytes. */
    long size();

    /** Its space is free again; throws nothing. */
    @Override
    void close();
}
