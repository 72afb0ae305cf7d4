package dev.fresnel.rules.planted.live;

/** What a caller may see. */
public record Visible<T>(T value) {}
