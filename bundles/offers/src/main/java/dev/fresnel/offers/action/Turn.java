package dev.fresnel.offers.action;

import dev.fresnel.api.change.Outcome;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step on its way: looked at, sent, perhaps told "not now" and sent again, looked after until it has ended. */
final class Turn {
    private static final Duration NOT_NOW = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Step step;
    private final Upstream upstream;
    private final Json nothing;

    private @Nullable Preview preview;
    private boolean sent;
    private long end;
    private long next = System.nanoTime();

    Turn(Step step, Upstream upstream, Json nothing) {
        this.step = step;
        this.upstream = upstream;
        this.nothing = nothing;
    }

    /**
     * How one step ended.
     *
     * @param state {@code done}, {@code unchanged}, {@code pending}, {@code failed}, {@code skipped}, {@code waiting} (more will follow)
     */
    record Told(Map<String, Object> target, String state, Optional<Preview.Refusal> refusal, String detail) {
        boolean waits() {
            return state.equals("waiting");
        }
    }

    Step step() {
        return step;
    }

    /** Whether the API server has taken it. */
    boolean sent() {
        return sent;
    }

    /** In so many nanoseconds it is its turn again. */
    long rest() {
        return next - System.nanoTime();
    }

    /** Does the next thing; {@code waiting} = again when {@link #rest} is over. */
    Told go() {
        try {
            if (preview == null) {
                end = System.nanoTime() + step.patience().toNanos();
                preview = Preview.of(step, upstream, nothing);
                Optional<Told> early = early(preview);
                if (early.isPresent()) {
                    return early.get();
                }
            }
            if (!sent) {
                Upstream.Reply reply = upstream.send(step, false);
                if (reply.status() == 429 && System.nanoTime() < end) {
                    return later(reply.text(), Duration.ofSeconds(Math.max(NOT_NOW.toSeconds(), reply.retryAfter())));
                }
                if (!reply.ok()) {
                    return told(Outcome.State.FAILED, Optional.of(Preview.refusal(reply)), "");
                }
                sent = true;
            }
            return step.deletes() ? looked() : verified(preview);
        } catch (Problem problem) {
            var refusal = new Preview.Refusal(problem.kind().status(), problem.code(), problem.text(), List.of());
            return told(Outcome.State.FAILED, Optional.of(refusal), "");
        }
    }

    private Optional<Told> early(Preview shown) {
        if (shown.refusal().filter(refusal -> refusal.status() != 429).isPresent()) {
            return Optional.of(told(Outcome.State.FAILED, shown.refusal(), ""));
        }
        // a subresource that may not be read has no differences either
        boolean compared = !step.deletes() && step.subresource().isEmpty();
        return compared && shown.refusal().isEmpty() && shown.differences().isEmpty()
                ? Optional.of(told(Outcome.State.UNCHANGED, Optional.empty(), ""))
                : Optional.empty();
    }

    private Told later(String why, Duration pause) {
        next = Math.min(System.nanoTime() + pause.toNanos(), end);
        return new Told(Preview.reference(step), "waiting", Optional.empty(), why);
    }

    /** Whether what was deleted is gone. */
    private Told looked() {
        Upstream.Reply now = upstream.get(step.target());
        boolean gone = now.status() == 404 || now.ok() && !step.uid().isEmpty() && !now.body().at("/metadata/uid").text().equals(step.uid());
        if (gone) {
            return told(Outcome.State.DONE, Optional.empty(), "");
        }
        String finalizers = String.join(", ", now.body().at("/metadata/finalizers").items().stream().map(Json::text).toList());
        String why = finalizers.isEmpty() ? "ends" : "waits for " + finalizers;
        return System.nanoTime() < end ? later(why, LOOK) : told(Outcome.State.PENDING, Optional.empty(), why);
    }

    /** A look at the object: the API server took the request, and that it holds is another thing. */
    private Told verified(Preview shown) {
        Upstream.Reply now = upstream.get(step.target(), step.method().equals("PATCH") ? step.subresource() : "");
        // of what has just been made, controllers fill in at once what nobody asked for
        if (!now.ok() || step.creates()) {
            return told(Outcome.State.DONE, Optional.empty(), "");
        }
        List<String> back = shown.differences().stream().filter(one -> !one.holds(now.body())).map(Difference::path).limit(5).toList();
        return told(back.isEmpty() ? Outcome.State.DONE : Outcome.State.PENDING, Optional.empty(), back.isEmpty() ? "" : "changed again: " + String.join(", ", back));
    }

    /** It was not, or no longer, its turn. */
    Told left(String why) {
        return sent ? told(Outcome.State.PENDING, Optional.empty(), "ends") : told(Outcome.State.SKIPPED, Optional.empty(), why);
    }

    private Told told(Outcome.State state, Optional<Preview.Refusal> refusal, String detail) {
        return new Told(Preview.reference(step), state.name().toLowerCase(Locale.ROOT), refusal, detail);
    }
}
