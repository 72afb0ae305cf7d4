package dev.fresnel.live.store;

import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import java.util.Map;

/** How an object is, judged by its cells alone, where no plugin knows its kind. */
final class Vocabulary {
    private static final Map<String, State> WORDS = Map.ofEntries(
            Map.entry("crashloopbackoff", State.ERROR),
            Map.entry("oomkilled", State.ERROR),
            Map.entry("evicted", State.ERROR),
            Map.entry("lost", State.ERROR),
            Map.entry("notready", State.ERROR),
            Map.entry("degraded", State.ERROR),
            Map.entry("released", State.WARNING),
            Map.entry("warning", State.WARNING),
            Map.entry("pending", State.WAITING),
            Map.entry("waiting", State.WAITING),
            Map.entry("unschedulable", State.WAITING),
            Map.entry("schedulinggated", State.WAITING),
            Map.entry("containercreating", State.PROGRESS),
            Map.entry("podinitializing", State.PROGRESS),
            Map.entry("terminating", State.PROGRESS),
            Map.entry("progressing", State.PROGRESS),
            Map.entry("unknown", State.UNKNOWN),
            Map.entry("completed", State.OFF),
            Map.entry("complete", State.OFF),
            Map.entry("succeeded", State.OFF),
            Map.entry("suspended", State.OFF),
            Map.entry("disabled", State.OFF));

    private Vocabulary() {}

    static Health judge(Row.Facts facts) {
        String status = cell(facts, "status");
        status = status.isEmpty() ? cell(facts, "phase") : status;
        if (facts.deleted != 0) {
            return new Health(State.PROGRESS, status.equals("Terminating") ? "" : "Terminating");
        }
        State state = word(status);
        if (state != State.OK) {
            return Health.of(state);
        }
        if (status.contains(",SchedulingDisabled")) {
            return Health.of(State.WARNING);
        }
        if (cell(facts, "type").equals("Warning") && !cell(facts, "reason").isEmpty()) {
            return Health.of(State.WARNING);
        }
        return ready(cell(facts, "ready"));
    }

    private static State word(String status) {
        String word = status.toLowerCase(java.util.Locale.ROOT);
        int comma = word.indexOf(',');
        State known = WORDS.get(comma < 0 ? word : word.substring(0, comma));
        if (known != null) {
            return known;
        }
        if (word.startsWith("init:") && !word.contains("error") && !word.contains("backoff")) {
            return State.WAITING;
        }
        boolean bad = word.contains("error") || word.contains("fail") || word.contains("backoff") || word.startsWith("err")
                || word.contains("invalid");
        return bad ? State.ERROR : State.OK;
    }

    private static Health ready(String cell) {
        int slash = cell.indexOf('/');
        if (slash > 0) {
            String ready = cell.substring(0, slash);
            String wanted = cell.substring(slash + 1);
            if (wanted.equals("0")) {
                return Health.of(State.OFF);
            }
            return ready.equals(wanted) ? Health.FINE : new Health(State.WARNING, "not ready");
        }
        return switch (cell) {
            case "False" -> new Health(State.WARNING, "not ready");
            case "Unknown" -> Health.of(State.UNKNOWN);
            default -> Health.FINE;
        };
    }

    private static String cell(Row.Facts facts, String id) {
        int index = facts.header.index(id);
        return index < 0 ? "" : facts.cells[index];
    }
}
