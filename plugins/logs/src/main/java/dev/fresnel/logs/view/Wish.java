package dev.fresnel.logs.view;

import dev.fresnel.api.json.Json;
import dev.fresnel.logs.spool.Lines;
import java.util.List;

/**
 * What a page asks for, as the channel's parameters say it: {@code of}, {@code containers}, {@code previous}, {@code follow}, {@code since},
 * {@code until}, {@code tail} (whose lines), {@code filter}, {@code search}, {@code window}, {@code bars}, {@code seek}.
 */
record Wish(Json params) {
    private static final int MOST_ROWS = 1_000;
    private static final List<String> SOURCES = List.of("of", "containers", "previous", "follow", "since", "until", "tail");

    /** Equal = the same lines are wanted. */
    String sources() {
        var key = new StringBuilder();
        SOURCES.forEach(name -> key.append(params.get(name)).append('\n'));
        return key.toString();
    }

    Json filter() {
        return params.get("filter");
    }

    Json search() {
        return params.get("search");
    }

    boolean atEnd() {
        return params.get("window").get("end").flag() || !params.get("window").present();
    }

    long from() {
        return Math.max(0, params.get("window").get("from").number(0));
    }

    int count() {
        return (int) Math.clamp(params.get("window").get("count").number(200), 1, MOST_ROWS);
    }

    int bars() {
        return (int) Math.clamp(params.get("bars").number(120), 1, 500);
    }

    Json seek() {
        return params.get("seek");
    }

    /** Where a search begins: where a match is looked for, else what is on the screen. */
    Lines.Start start() {
        Json seek = seek();
        if (seek.get("from").present()) {
            return new Lines.Start(seek.get("from").number(0), !seek.get("back").flag());
        }
        return atEnd() ? Lines.Start.END : new Lines.Start(from(), true);
    }
}
