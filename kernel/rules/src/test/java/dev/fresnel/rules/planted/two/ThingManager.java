package dev.fresnel.rules.planted.two;

/** Badly named. */
public final class ThingManager {}
