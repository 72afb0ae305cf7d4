package dev.fresnel.democluster.server;

import java.io.IOException;
import java.util.Optional;

/** What follows when a request has become a WebSocket. */
@FunctionalInterface
public interface Conversation {
    /** Ends the connection when it returns. */
    void talk(Wire wire) throws IOException, InterruptedException;

    /** The connection, message by message. */
    interface Wire {
        /** Waits for the next message; empty when the other side has gone. */
        Optional<byte[]> receive() throws InterruptedException;

        void send(byte[] message) throws IOException, InterruptedException;
    }
}
