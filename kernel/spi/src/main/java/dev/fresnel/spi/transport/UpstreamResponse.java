package dev.fresnel.spi.transport;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The answer of an API server: head at once, body as it comes. Close it, or its connection stays. */
public interface UpstreamResponse extends AutoCloseable {
    int status();

    /** Names in lower case. */
    Map<String, List<String>> headers();

    /** Bytes as sent, content coding included. A read fails with IOException when the connection breaks. */
    InputStream body();

    /** Ends the exchange from any thread; a blocked read of the body fails at once. */
    @Override
    void close();
}
