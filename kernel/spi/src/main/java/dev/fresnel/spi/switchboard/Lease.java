package dev.fresnel.spi.switchboard;

/** A hold on a generation for one request, frame or round. */
public interface Lease extends AutoCloseable {
    Generation generation();

    @Override
    void close();
}
