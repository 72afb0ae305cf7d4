package dev.fresnel.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests below {@code /api/v1/plugins/{id}}. Register it as a component with a {@link Route}. Called on a virtual
 * thread, by many at once; may block on input and output, must not compute for long.
 */
@ConsumerType
@FunctionalInterface
public interface Endpoint {
    /**
     * @throws dev.fresnel.api.plugin.Problem for an error that can be named
     * @throws Exception for a bug; the caller sees a 500 without details
     */
    Response handle(Request request) throws Exception;
}
