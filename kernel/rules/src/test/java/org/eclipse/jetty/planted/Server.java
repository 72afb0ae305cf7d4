package org.eclipse.jetty.planted;

/** Stands for Jetty in planted violations. */
public interface Server {}
