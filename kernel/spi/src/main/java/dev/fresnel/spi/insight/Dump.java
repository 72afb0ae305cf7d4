package dev.fresnel.spi.insight;

/** A part that can show its state; a service. */
public interface Dump {
    String name();

    /** Maps, lists, text and numbers; no secrets, no objects of plugins. */
    Object state();
}
