package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import java.util.Map;

/**
 * What went wrong, in words, for as long as it has to be remembered: an exception holds the classes of whoever asked, and plugins must
 * be able to go.
 *
 * @param code as of {@link Problem}
 */
public record Failure(Problem.Kind kind, String code, String text, Map<String, Object> args) {
    public static Failure of(Problem problem) {
        return new Failure(problem.kind(), problem.code(), problem.text(), problem.args());
    }

    /** To be thrown at whoever asks now. */
    public Problem problem() {
        return new Problem(kind, code, text, args, null);
    }
}
