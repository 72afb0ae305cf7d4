package dev.fresnel.logs.view;

import dev.fresnel.api.json.Json;
import dev.fresnel.logs.line.Fields;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.spool.Condition;
import dev.fresnel.logs.spool.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what a page wants to see of a view. */
final class Filter {
    private Filter() {}

    /** @throws dev.fresnel.api.plugin.Problem INVALID */
    static Condition of(Json filter, Fields fields) {
        Set<Level> levels = EnumSet.noneOf(Level.class);
        for (Json wanted : filter.get("levels").items()) {
            Stream.of(Level.values()).filter(level -> level.name().toLowerCase(Locale.ROOT).equals(wanted.text())).forEach(levels::add);
        }
        var words = new ArrayList<Words>();
        words(filter).ifPresent(words::add);
        List<Predicate<byte[]>> tests = new ArrayList<>();
        filter.get("fields").items().forEach(field -> tests.add(fields.test(field.text())));
        return new Condition(levels, sources(filter.get("sources")), List.copyOf(words), List.copyOf(tests));
    }

    private static Optional<IntPredicate> sources(Json numbers) {
        if (numbers.items().isEmpty()) {
            return Optional.empty();
        }
        var wanted = new HashSet<Integer>();
        numbers.items().forEach(number -> wanted.add((int) number.number(-1)));
        return Optional.of(wanted::contains);
    }

    /** What is searched for; empty = nothing. */
    static Optional<Words> words(Json search) {
        String text = search.get("text").text();
        return text.isEmpty() ? Optional.empty() : Optional.of(Words.of(text, search.get("regex").flag(), search.get("exact").flag()));
    }
}
