package dev.fresnel.api.stream;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A program at a terminal that the platform holds: closing this handle leaves it running, and whoever has {@link #id} comes back
 * within 30 s by {@link Streams#held}, with another build of the plugin or over another connection. No call blocks. What the program
 * writes is kept until it is {@link #release released}, 1 MB at most: then the program waits.
 */
@ProviderType
public interface Session extends AutoCloseable {
    /** Cannot be guessed, and is good for this plugin and this caller alone. */
    String id();

    /** Calls back when there is more to {@link #read}, input was taken or the program has ended; from another thread, many for one. */
    void whenChanged(Runnable then);

    /** The next output, at most so many bytes; none = there is none now. */
    byte[] read(int most);

    /** Number of the byte that {@link #read} gives next, counted from the first that the program wrote. */
    long place();

    /** Output before that byte will not be asked for again. */
    void release(long until);

    /**
     * Gives it input.
     *
     * @throws dev.fresnel.api.plugin.Problem LIMITED when more than 1 MB waits already
     */
    void write(byte[] input);

    /** How many bytes of input have been written here, over all handles; who comes back goes on from there. */
    long written();

    /** How many of them the cluster has taken. */
    long taken();

    /** The end of its input. */
    void endInput();

    void resize(int columns, int rows);

    /** How it ended, once all output has been read. */
    Optional<Exit> exit();

    /** Lets go of it: it runs on for 30 s. */
    @Override
    void close();

    /** Ends the program. */
    void end();
}
