package dev.fresnel.rules.planted.live;

/** May make it. */
public final class Gate {
    public Visible<String> open() {
        return new Visible<>("seen");
    }
}
