package dev.fresnel.api.chart;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time and how fine it is wanted. */
public record Range(Instant from, Instant to, Duration step) {}
