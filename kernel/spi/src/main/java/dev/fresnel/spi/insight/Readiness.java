package dev.fresnel.spi.insight;

/** Something without which the server is not ready; a service. */
public interface Readiness {
    String name();

    /** {@code ""} when it is up, else why not, in words without names of clusters or users. */
    String waitsFor();
}
