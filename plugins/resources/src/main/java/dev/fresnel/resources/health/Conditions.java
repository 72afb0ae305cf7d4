package dev.fresnel.resources.health;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import java.util.List;
import java.util.Optional;

/** The conditions in an object's status, as the API conventions describe them. */
record Conditions(List<Condition> all) {
    static final String FIELD = "/status/conditions";

    /**
     * One condition.
     *
     * @param status {@code True}, {@code False} or {@code Unknown}
     * @param reason one word, {@code ""} when there is none
     */
    record Condition(String type, String status, String reason, String message) {
        boolean holds() {
            return status.equals("True");
        }

        boolean fails() {
            return status.equals("False");
        }
    }

    static Conditions of(KubeObject object) {
        return new Conditions(object.at(FIELD).items().stream().map(Conditions::condition).toList());
    }

    private static Condition condition(Json json) {
        return new Condition(json.get("type").text(), json.get("status").text(), json.get("reason").text(), json.get("message").text());
    }

    Optional<Condition> of(String type) {
        return all.stream().filter(condition -> condition.type().equals(type)).findFirst();
    }

    /** That condition, if it is True. */
    Optional<Condition> holding(String type) {
        return of(type).filter(Condition::holds);
    }

    /** That condition, if it is False. */
    Optional<Condition> failing(String type) {
        return of(type).filter(Condition::fails);
    }
}
