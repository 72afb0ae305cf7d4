package dev.fresnel.rules.planted.two;

/** Badly named. */
public interface IThing {}
