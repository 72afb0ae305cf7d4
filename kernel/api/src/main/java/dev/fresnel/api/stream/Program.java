package dev.fresnel.api.stream;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A program that runs in a container until it ends or is closed; calls block. Closed with the bundle that started it. */
@ProviderType
public interface Program extends AutoCloseable {
    /** What it writes; who does not read makes it wait. */
    InputStream output();

    /** The first 64 KB that it wrote to its error output so far. */
    String errors();

    /** What it reads; closing it is the end of its input. */
    OutputStream input();

    /** Waits for its end. @return empty when it has not ended in time */
    Optional<Exit> await(Duration limit) throws InterruptedException;

    /** Ends it. */
    @Override
    void close();
}
