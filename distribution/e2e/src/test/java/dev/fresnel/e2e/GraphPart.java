package dev.fresnel.e2e;

import dev.fresnel.testbed.User;
import java.util.Map;

/**
 * A picture of a part of the graph.
 *
 * @param about what it is about; {@code ""} = what is wrong, and what is next to that
 */
record GraphPart(String about, int steps) {
    String params(User user) {
        String name = about.substring(about.indexOf('/') + 1);
        String filter = about.isEmpty() ? "\"auto\":true,\"filter\":{\"problems\":true}" : "\"focus\":{\"resource\":\"%s\",\"namespace\":\"%s\",\"name\":\"%s\",\"steps\":%d}".formatted(
                about.substring(0, about.indexOf(' ')), about.substring(about.indexOf(' ') + 1, about.indexOf('/')), name, steps);
        return "{\"clusters\":[\"%s\"],%s}".formatted(user.word(), filter);
    }

    GraphParts.Shown of(GraphOracle.Drawn drawn, Map<String, String> states) {
        return about.isEmpty() ? new GraphParts(drawn, states, "").problems() : new GraphParts(drawn, states, about.startsWith("pods ") ? about : "").focus(about, steps);
    }
}
