package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Something that a principal may see now (rule R17). Only {@link Gate} can make one: nobody else has its pass. Close it when it
 * is no longer used.
 */
public final class Visible<T> implements AutoCloseable {
    private final T value;
    private final Runnable closing;
    private volatile @Nullable Why lost;
    private volatile @Nullable Why doubt;

    Visible(Gate.Pass pass, T value, Runnable closing) {
        java.util.Objects.requireNonNull(pass);
        this.value = value;
        this.closing = closing;
    }

    /** @throws Problem FORBIDDEN once the right to see it was lost */
    public T value() {
        Why why = lost;
        if (why != null) {
            throw why.problem();
        }
        return value;
    }

    /**
     * As {@link #value}, for a new question: what is open may go on while the API server cannot be asked whether it still may be
     * seen, but nothing new may begin (rule R10).
     *
     * @throws Problem also CLUSTER_DOWN while that is so
     */
    public T fresh() {
        T seen = value();
        Why why = doubt;
        if (why != null) {
            throw why.problem();
        }
        return seen;
    }

    void lose(Problem problem) {
        lost = Why.of(problem);
    }

    /** @param why null = no longer */
    void doubt(@Nullable Problem why) {
        doubt = why == null ? null : Why.of(why);
    }

    @Override
    public void close() {
        closing.run();
    }
}
