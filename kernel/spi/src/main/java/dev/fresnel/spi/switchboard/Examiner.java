package dev.fresnel.spi.switchboard;

/** A part of the platform that looks at each candidate before it may serve; a service, asked at the end of the probe. */
@FunctionalInterface
public interface Examiner {
    /** @throws dev.fresnel.api.plugin.Problem why it must not serve */
    void examine(Generation candidate);
}
