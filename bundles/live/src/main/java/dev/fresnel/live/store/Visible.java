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
    private volatile @Nullable Problem lost;

    Visible(Gate.Pass pass, T value, Runnable closing) {
        java.util.Objects.requireNonNull(pass);
        this.value = value;
        this.closing = closing;
    }

    /** @throws Problem FORBIDDEN once the right to see it was lost */
    public T value() {
        Problem problem = lost;
        if (problem != null) {
            throw problem;
        }
        return value;
    }

    void lose(Problem problem) {
        lost = problem;
    }

    @Override
    public void close() {
        closing.run();
    }
}
