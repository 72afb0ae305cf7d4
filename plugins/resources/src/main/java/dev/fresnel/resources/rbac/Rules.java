package dev.fresnel.resources.rbac;

import dev.fresnel.api.json.Json;
import java.util.List;

/** Whether rules of a role allow something, as the API server's authorizer reads them. */
final class Rules {
    private Rules() {}

    /** What somebody wants to do; {@code name} {@code ""} = to any object. */
    record Wish(String verb, String group, String resource, String name) {}

    static boolean allow(Json rules, Wish wish) {
        return rules.items().stream().anyMatch(rule -> allows(rule, wish));
    }

    private static boolean allows(Json rule, Wish wish) {
        List<Json> names = rule.get("resourceNames").items();
        return has(rule.get("verbs"), wish.verb())
                && has(rule.get("apiGroups"), wish.group())
                && resource(rule.get("resources"), wish.resource())
                && (names.isEmpty() || names.stream().anyMatch(name -> name.text().equals(wish.name())));
    }

    private static boolean resource(Json resources, String wanted) {
        int slash = wanted.indexOf('/');
        String everySub = slash < 0 ? wanted : "*" + wanted.substring(slash);
        return resources.items().stream().map(Json::text).anyMatch(one -> one.equals("*") || one.equals(wanted) || one.equals(everySub));
    }

    private static boolean has(Json list, String wanted) {
        return list.items().stream().map(Json::text).anyMatch(one -> one.equals("*") || one.equals(wanted));
    }
}
