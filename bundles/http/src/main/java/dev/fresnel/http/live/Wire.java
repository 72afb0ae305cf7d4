package dev.fresnel.http.live;

/** The WebSocket below a {@link LiveSocket}: sends without blocking and tells when a frame has left. */
public interface Wire {
    /** Sends one text frame; {@code done} runs once it has left or failed, on any thread, perhaps at once. */
    void send(byte[] text, Runnable done);

    /** Sends one binary frame; else as {@link #send}. */
    void sendBytes(byte[] frame, Runnable done);

    void ping();

    /** Begins to close with a code and a reason; later calls do nothing. */
    void close(int code, String reason);

    /** Cuts the connection. */
    void abort();
}
