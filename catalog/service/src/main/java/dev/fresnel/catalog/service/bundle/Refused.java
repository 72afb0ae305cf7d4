package dev.fresnel.catalog.service.bundle;

import java.util.List;

/** A plugin file that must not be installed, with the reasons in words. */
public class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<String> reasons;
    private final boolean damaged;

    public Refused(List<String> reasons) {
        this(reasons, false);
    }

    private Refused(List<String> reasons, boolean damaged) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
        this.damaged = damaged;
    }

    /** It cannot be read as a jar, as long as somebody still writes it perhaps. */
    public static Refused damaged(String reason) {
        return new Refused(List.of(reason), true);
    }

    public Refused(String reason) {
        this(List.of(reason));
    }

    public boolean damaged() {
        return damaged;
    }

    public List<String> reasons() {
        return reasons;
    }
}
