package dev.fresnel.rules.planted.live;

/** May not make it, but does. */
public final class Window {
    public Visible<String> open() {
        return new Visible<>("leaked");
    }
}
