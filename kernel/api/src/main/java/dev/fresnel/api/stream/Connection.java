package dev.fresnel.api.stream;

import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/** One connection to a port in a pod; calls block. Closed with the bundle that opened it. */
@ProviderType
public interface Connection extends AutoCloseable {
    InputStream input();

    OutputStream output();

    /** What the cluster said went wrong; {@code ""} when nothing did. */
    String error();

    @Override
    void close();
}
