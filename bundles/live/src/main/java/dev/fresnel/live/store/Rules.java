package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What rules reviews hint at: where it is worth to ask whether somebody may list a kind. One review tells of all kinds in a
 * namespace. Never decides anything (rule R5).
 */
final class Rules {
    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    private static final long STAY = TimeUnit.SECONDS.toNanos(30);
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Transport transport;
    private final JsonCodec json;
    private final Weather weather;
    private final Map<Place, Hint> hints = new ConcurrentHashMap<>();

    Rules(Transport transport, JsonCodec json, Weather weather) {
        this.weather = weather;
        this.transport = transport;
        this.json = json;
    }

    private record Place(String principal, String cluster, String namespace) {}

    private record Rule(Set<String> verbs, Set<String> groups, Set<String> resources, Set<String> names) {
        boolean covers(Kind kind, String verb) {
            return has(verbs, verb) && has(groups, kind.group()) && has(resources, kind.resource());
        }

        private static boolean has(Set<String> words, String wanted) {
            return words.contains(wanted) || words.contains("*");
        }
    }

    /**
     * What is known of one namespace.
     *
     * @param incomplete whether there may be rights that are not said
     */
    record Hint(List<Rule> rules, boolean incomplete, long at) {
        /** Whether it is worth to ask for the list. */
        boolean list(Kind kind) {
            return incomplete || rules.stream().anyMatch(rule -> rule.names.isEmpty() && rule.covers(kind, "list"));
        }

        /** Objects of that kind that may be read by name. */
        Set<String> names(Kind kind) {
            Set<String> names = new TreeSet<>();
            rules.stream().filter(rule -> rule.covers(kind, "get") || rule.covers(kind, "list")).forEach(rule -> names.addAll(rule.names));
            return names;
        }
    }

    /** @throws Problem when the API server cannot be asked at all */
    Hint of(Principal principal, String cluster, String namespace) {
        Place place = new Place(principal.key(), cluster, namespace);
        Hint known = hints.get(place);
        if (known != null && System.nanoTime() - known.at < STAY) {
            return known;
        }
        hints.values().removeIf(hint -> System.nanoTime() - hint.at > STAY);
        Hint now = ask(principal, cluster, namespace);
        hints.put(place, now);
        return now;
    }

    private Hint ask(Principal principal, String cluster, String namespace) {
        byte[] body = json.write(Map.of(
                "apiVersion", "authorization.k8s.io/v1", "kind", "SelfSubjectRulesReview", "spec", Map.of("namespace", namespace)));
        var headers = Map.of("Accept", List.of("application/json"), "Content-Type", List.of("application/json"));
        var request = new UpstreamRequest("POST", PATH, headers, new ByteArrayInputStream(body), body.length, Duration.ofSeconds(10));
        try (UpstreamResponse response = transport.open(principal, cluster, request)) {
            if (response.status() / 100 != 2) {
                return new Hint(List.of(), true, System.nanoTime());
            }
            Json status = json.parse(response.body(), LARGEST).get("status");
            List<Rule> rules = status.get("resourceRules").items().stream()
                    .map(rule -> new Rule(words(rule.get("verbs")), words(rule.get("apiGroups")), words(rule.get("resources")), words(rule.get("resourceNames"))))
                    .toList();
            return new Hint(rules, status.get("incomplete").flag() || weather.settling(cluster), System.nanoTime());
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.CLUSTER_DOWN || problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                throw problem;
            }
            return new Hint(List.of(), true, System.nanoTime());
        }
    }

    private static Set<String> words(Json array) {
        Set<String> words = new TreeSet<>();
        array.items().forEach(item -> words.add(item.text()));
        return words;
    }
}
