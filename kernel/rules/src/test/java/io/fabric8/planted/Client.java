package io.fabric8.planted;

/** Stands for fabric8 in planted violations. */
public interface Client {}
