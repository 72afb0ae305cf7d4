package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import java.util.Map;

/**
 * Why something may not be seen, kept in words: an exception holds the classes of whoever asked, and plugins must be able to go.
 *
 * @param code as of {@link Problem}
 */
record Why(Problem.Kind kind, String code, String text, Map<String, Object> args) {
    static Why of(Problem problem) {
        return new Why(problem.kind(), problem.code(), problem.text(), problem.args());
    }

    /** To be thrown at whoever asks now. */
    Problem problem() {
        return new Problem(kind, code, text, args, null);
    }
}
