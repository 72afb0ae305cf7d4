package dev.fresnel.democluster.scenario;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The cluster's clock: the given one, but for the past that is played quickly at the start. */
final class SceneClock implements InstantSource {
    private final InstantSource real;
    private volatile Optional<Instant> past = Optional.empty();

    SceneClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return past.orElseGet(real::instant);
    }

    Instant real() {
        return real.instant();
    }

    void playAt(Instant instant) {
        past = Optional.of(instant);
    }

    void playLive() {
        past = Optional.empty();
    }

    boolean playing() {
        return past.isPresent();
    }
}
