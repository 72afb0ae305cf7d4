package dev.fresnel.resources.overview;

import dev.fresnel.api.view.Answer;
import java.util.Optional;

/**
 * Why something is not known.
 *
 * @param state {@code loading}, {@code forbidden}, {@code unreachable}, {@code absent}
 * @param detail the right that is missing, or what the connection said
 */
record Lack(String state, String detail) {
    static final Lack ABSENT = new Lack("absent", "");

    static Optional<Lack> of(Answer<?> answer) {
        return switch (answer) {
            case Answer.Known<?> known -> Optional.empty();
            case Answer.Loading<?> loading -> Optional.of(new Lack("loading", ""));
            case Answer.Forbidden<?> no -> Optional.of(new Lack("forbidden", no.verb() + " " + no.resource()));
            case Answer.Unreachable<?> down -> Optional.of(new Lack("unreachable", down.detail()));
        };
    }
}
