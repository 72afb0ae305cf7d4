package dev.fresnel.catalog.api;

import org.jspecify.annotations.Nullable;

/** Something that the catalog will not do, with its reason and one English sentence; never a credential in it. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public Refusal(Reason reason, String words) {
        this(reason, words, null);
    }

    public Refusal(Reason reason, String words, @Nullable Throwable cause) {
        super(words, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The English sentence. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
