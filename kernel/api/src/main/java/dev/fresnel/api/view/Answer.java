package dev.fresnel.api.view;

import java.time.Instant;
import java.util.function.Function;

/**
 * What is known, or why nothing is: there is no bare 0.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
    /**
     * The value.
     *
     * @param asOf when the API server said so
     * @param coverage whether it is all that was asked for
     */
    record Known<T>(T value, Instant asOf, Coverage coverage) implements Answer<T> {
        /** All that was asked for. */
        public Known(T value, Instant asOf) {
            this(value, asOf, Coverage.WHOLE);
        }
    }

    /** Asked for, not there yet. */
    record Loading<T>() implements Answer<T> {}

    /** The API server refuses it to this caller. */
    record Forbidden<T>(String verb, String resource, String namespace) implements Answer<T> {}

    /** The API server does not answer. */
    record Unreachable<T>(Instant since, String detail) implements Answer<T> {}

    /** The same answer about another value. */
    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Known<T> known -> new Known<>(change.apply(known.value()), known.asOf(), known.coverage());
            case Loading<T> loading -> new Loading<>();
            case Forbidden<T> no -> new Forbidden<>(no.verb(), no.resource(), no.namespace());
            case Unreachable<T> down -> new Unreachable<>(down.since(), down.detail());
        };
    }
}
