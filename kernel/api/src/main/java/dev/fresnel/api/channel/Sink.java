package dev.fresnel.api.channel;

import dev.fresnel.api.plugin.Problem;
import org.osgi.annotation.versioning.ProviderType;

/** The way to the client of one channel. Safe for use by several threads; frames arrive in the order of the calls. */
@ProviderType
public interface Sink {
    /**
     * Sends a frame {@code {"ch":…,"t":type,"d":data}}. After the end it does nothing.
     *
     * @param data a value that can be written as JSON, or a {@code byte[]} that holds JSON text in UTF-8
     */
    void send(String type, Object data);

    /**
     * Sends bytes as they are, for what is no JSON: output of a terminal, lines of a log. They take the channel's credit and keep
     * their place among the frames. After the end it does nothing.
     */
    default void bytes(byte[] payload) {
        throw new UnsupportedOperationException("This sink carries text alone");
    }

    /** Whether the client has credit left. A source that respects it coalesces instead of queueing. */
    boolean ready();

    /** Calls back once, as soon as {@link #ready} is true; at once when it is. The last call wins. */
    void whenReady(Runnable then);

    /** Notes where a successor could go on: at most 4 KB. */
    void resumeAt(String token);

    /** Tells of an error; the channel stays open. */
    void problem(Problem problem);

    /** Ends the channel from this side; {@code reason} is one of the words in the protocol. */
    void end(String reason, String detail);
}
