package dev.fresnel.catalog.api;

import java.time.Instant;

/**
 * A build that must not run any more.
 *
 * @param reason one English sentence
 */
public record Revocation(String sha256, String reason, Instant since) {}
