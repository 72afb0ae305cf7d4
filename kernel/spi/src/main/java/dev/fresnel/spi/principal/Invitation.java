package dev.fresnel.spi.principal;

/** Lets in whoever opens the address that was printed at the start; a service where that is how people come in. */
@FunctionalInterface
public interface Invitation {
    /** What stands behind {@code #} of that address, {@code key=…}; {@code ""} when it has been used. */
    String fragment();
}
