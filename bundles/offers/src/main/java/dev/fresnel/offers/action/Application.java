package dev.fresnel.offers.action;

import dev.fresnel.api.json.Json;
import dev.fresnel.offers.action.Turn.Told;
import dev.fresnel.spi.audit.Audit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of a plan and tells each result. What has to wait lets the others go on. An interrupt, or a listener that has
 * gone (it throws), ends it: nothing more is sent.
 */
final class Application {
    private static final long BEAT = TimeUnit.SECONDS.toNanos(1);
    private static final long BREATH = 50;

    private final Upstream upstream;
    private final String action;
    private final Consumer<Audit.Line> audit;
    private final Json nothing;

    private @Nullable Told said;

    Application(Upstream upstream, String action, Consumer<Audit.Line> audit, Json nothing) {
        this.upstream = upstream;
        this.action = action;
        this.audit = audit;
        this.nothing = nothing;
    }

    void run(Drawn plan, Consumer<Told> tell) {
        List<Turn> turns = plan.steps().stream().map(step -> new Turn(step, upstream, nothing)).toList();
        int ordered = plan.sequence() ? turns.size() : Math.min(plan.first(), turns.size());
        boolean failed = false;
        for (Turn turn : turns.subList(0, ordered)) {
            failed |= failed ? skipped(turn, tell) : !together(List.of(turn), tell);
        }
        List<Turn> rest = turns.subList(ordered, turns.size());
        if (failed) {
            rest.forEach(turn -> skipped(turn, tell));
        } else {
            together(rest, tell);
        }
    }

    private static boolean skipped(Turn turn, Consumer<Told> tell) {
        tell.accept(turn.left(""));
        return true;
    }

    /** Each for itself, round after round until all have ended. @return whether none failed */
    private boolean together(List<Turn> all, Consumer<Told> tell) {
        var open = new ArrayList<>(all);
        boolean well = true;
        while (!open.isEmpty()) {
            for (Iterator<Turn> round = open.iterator(); round.hasNext(); ) {
                Turn turn = round.next();
                if (turn.rest() > 0) {
                    continue;
                }
                Told told = Thread.currentThread().isInterrupted() ? turn.left("cancelled") : turn.go();
                if (!told.waits()) {
                    round.remove();
                    well &= !told.state().equals("failed");
                    write(turn.step(), told);
                }
                tell.accept(told);
                if (told.waits()) {
                    said = told;
                }
            }
            well &= open.isEmpty() || rested(open, tell);
        }
        return well;
    }

    /**
     * Until one may go again; once a second, and just before, the last word is said again: thus a listener who has gone is noticed before
     * anything more is sent.
     */
    private boolean rested(List<Turn> open, Consumer<Told> tell) {
        try {
            long rest = open.stream().mapToLong(Turn::rest).min().orElse(0);
            while (rest > 0) {
                TimeUnit.NANOSECONDS.sleep(Math.min(rest, BEAT));
                again(tell);
                rest = open.stream().mapToLong(Turn::rest).min().orElse(0);
            }
            TimeUnit.MILLISECONDS.sleep(BREATH);
            again(tell);
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            open.forEach(turn -> tell.accept(turn.left("cancelled")));
            open.clear();
            return false;
        }
    }

    private void again(Consumer<Told> tell) {
        Told last = said;
        if (last != null) {
            tell.accept(last);
        }
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
