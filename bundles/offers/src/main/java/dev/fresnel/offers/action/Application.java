package dev.fresnel.offers.action;

import dev.fresnel.api.change.Outcome;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out the steps of a plan, one after the other, and tells each result; an interrupt ends it after the step at hand. */
final class Application {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final String action;
    private final Consumer<Audit.Line> audit;
    private final Json nothing;

    Application(Upstream upstream, String action, Consumer<Audit.Line> audit, Json nothing) {
        this.upstream = upstream;
        this.action = action;
        this.audit = audit;
        this.nothing = nothing;
    }

    /**
     * How one step ended.
     *
     * @param state {@code done}, {@code unchanged}, {@code pending}, {@code failed}, {@code skipped}, {@code waiting} (more will follow)
     */
    record Told(Map<String, Object> target, String state, Optional<Preview.Refusal> refusal, String detail) {}

    void run(List<Step> steps, boolean sequence, Consumer<Told> tell) {
        boolean failed = false;
        for (Step step : steps) {
            if (failed && sequence || Thread.currentThread().isInterrupted()) {
                tell.accept(told(step, Outcome.State.SKIPPED, Optional.empty(), ""));
                continue;
            }
            Told result = one(step, tell);
            write(step, result);
            failed |= result.state().equals("failed");
            tell.accept(result);
        }
    }

    private Told one(Step step, Consumer<Told> tell) {
        try {
            Preview preview = Preview.of(step, upstream, nothing);
            if (preview.refusal().filter(refusal -> refusal.status() != 429).isPresent()) {
                return told(step, Outcome.State.FAILED, preview.refusal(), "");
            }
            if (preview.refusal().isEmpty() && !step.deletes() && step.subresource().isEmpty() && preview.differences().isEmpty()) {
                return told(step, Outcome.State.UNCHANGED, Optional.empty(), "");
            }
            Upstream.Reply reply = patiently(step, tell);
            return reply.ok() ? verified(step, preview) : told(step, Outcome.State.FAILED, Optional.of(Preview.refusal(reply)), "");
        } catch (Problem problem) {
            var refusal = new Preview.Refusal(problem.kind().status(), problem.code(), problem.text(), List.of());
            return told(step, Outcome.State.FAILED, Optional.of(refusal), "");
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return told(step, Outcome.State.SKIPPED, Optional.empty(), "cancelled");
        }
    }

    /** Again while the API server says "not now": a disruption budget lets the next pod go when the one before is up elsewhere. */
    private Upstream.Reply patiently(Step step, Consumer<Told> tell) throws InterruptedException {
        long end = System.nanoTime() + step.patience().toNanos();
        Upstream.Reply reply = upstream.send(step, false);
        while (reply.status() == 429 && System.nanoTime() < end) {
            tell.accept(new Told(Preview.reference(step), "waiting", Optional.empty(), reply.text()));
            long pause = Math.min(Math.max(PAUSE.toMillis(), reply.retryAfter() * 1000), Math.max(1, (end - System.nanoTime()) / 1_000_000));
            Thread.sleep(pause);
            reply = upstream.send(step, false);
        }
        return reply;
    }

    /** A look at the object: the API server took the request, and that it holds is another thing. */
    private Told verified(Step step, Preview preview) {
        Upstream.Reply now = upstream.get(step.target());
        if (step.deletes()) {
            boolean gone = now.status() == 404 || now.ok() && !step.uid().isEmpty() && !now.body().at("/metadata/uid").text().equals(step.uid());
            String waits = String.join(", ", now.body().at("/metadata/finalizers").items().stream().map(Json::text).toList());
            return told(step, gone ? Outcome.State.DONE : Outcome.State.PENDING, Optional.empty(), gone ? "" : waits.isEmpty() ? "ends" : "waits for " + waits);
        }
        if (!now.ok() || !step.subresource().isEmpty()) {
            return told(step, Outcome.State.DONE, Optional.empty(), "");
        }
        List<String> back = preview.differences().stream().filter(one -> !one.holds(now.body())).map(Difference::path).limit(5).toList();
        return told(step, back.isEmpty() ? Outcome.State.DONE : Outcome.State.PENDING, Optional.empty(), back.isEmpty() ? "" : "changed again: " + String.join(", ", back));
    }

    private static Told told(Step step, Outcome.State state, Optional<Preview.Refusal> refusal, String detail) {
        return new Told(Preview.reference(step), state.name().toLowerCase(java.util.Locale.ROOT), refusal, detail);
    }

    private void write(Step step, Told result) {
        var outcome = switch (result.state()) {
            case "failed" -> result.refusal().filter(refusal -> refusal.status() == 403).isPresent() ? Audit.Result.REFUSED : Audit.Result.FAILED;
            case "skipped" -> null;
            default -> Audit.Result.OK;
        };
        if (outcome != null) {
            audit.accept(new Audit.Line(
                    upstream.principal(), "action." + action, upstream.cluster(), Upstream.path(step.target(), step.subresource()), outcome,
                    result.refusal().map(Preview.Refusal::status).orElse(200), Map.of("verb", step.verb(), "reason", step.reason().key(), "state", result.state())));
        }
    }
}
