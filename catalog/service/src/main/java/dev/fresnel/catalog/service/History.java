package dev.fresnel.catalog.service;

import dev.fresnel.catalog.service.ledger.Mark;
import dev.fresnel.catalog.service.ledger.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journal, read as what people want to know. */
record History(List<Mark> marks) {
    List<Views.Event> events(int limit) {
        Map<String, List<Mark>> operations = new LinkedHashMap<>();
        marks.forEach(mark -> operations.computeIfAbsent(mark.operation(), id -> new ArrayList<>()).add(mark));
        var events = new ArrayList<Views.Event>();
        operations.values().stream().filter(all -> all.getFirst().step() == Mark.Step.BEGUN).map(History::event).forEach(events::addFirst);
        return events.stream().limit(limit).toList();
    }

    private static Views.Event event(List<Mark> all) {
        Mark begun = all.getFirst();
        String what = begun.moves().stream().map(move -> move.action() + " " + move.words()).collect(Collectors.joining(", "));
        List<String> reasons = all.stream().flatMap(mark -> mark.reasons().stream()).distinct().toList();
        return new Views.Event(begun.at(), begun.operation(), begun.who(), what, result(all.stream().map(Mark::step)), reasons, begun.moves().stream().map(Move::id).toList());
    }

    private static String result(Stream<Mark.Step> steps) {
        return switch (steps.filter(Mark.Step::end).findFirst().orElse(Mark.Step.BEGUN)) {
            case COMMITTED -> "committed";
            case ROLLED_BACK -> "rolled back";
            case REFUSED -> "refused";
            case INTERRUPTED -> "interrupted";
            default -> "running";
        };
    }
}
