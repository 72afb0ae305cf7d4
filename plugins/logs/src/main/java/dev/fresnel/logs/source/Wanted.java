package dev.fresnel.logs.source;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Whose lines, and which part of them.
 *
 * @param of objects and selections
 * @param containers by name; empty = all
 * @param previous the runs before the last restart
 * @param follow goes on, and takes in pods that come
 * @param tail last lines of each container, -1 = all
 */
public record Wanted(List<Target> of, List<String> containers, boolean previous, boolean follow, Optional<Instant> since, Optional<Instant> until, long tail) {
    private static final int MOST = 200;

    /**
     * Pods that are meant.
     *
     * @param resource {@code resource.group} of an object; {@code ""} = a selection
     * @param namespaces where: of an object its own, of a selection any number, none = all
     * @param name of an object
     * @param labels of a selection, as {@code kubectl -l} reads it
     */
    public record Target(String cluster, String resource, List<String> namespaces, String name, String labels) {
        String namespace() {
            return namespaces.isEmpty() ? "" : namespaces.getFirst();
        }
    }

    /**
     * Reads parameters of a channel.
     *
     * @throws Problem INVALID
     */
    public static Wanted of(Json params, Instant now) {
        List<Target> targets = params.get("of").items().stream().map(Wanted::target).toList();
        if (targets.isEmpty() || targets.size() > MOST) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SOURCES", "Name 1 to " + MOST + " objects or selections whose logs are wanted.");
        }
        boolean previous = params.get("previous").flag();
        return new Wanted(
                targets, texts(params.get("containers")), previous, params.get("follow").flag() && !previous && !params.get("until").present(),
                time(params.get("since"), now), time(params.get("until"), now), params.get("tail").number(-1));
    }

    private static Target target(Json one) {
        String resource = one.get("resource").text();
        String name = one.get("name").text();
        String cluster = one.get("cluster").text();
        if (cluster.isEmpty() || resource.isEmpty() != name.isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SOURCES", "An object has cluster, resource and name; a selection has a cluster, and namespaces and labels if it likes.");
        }
        String namespace = one.get("namespace").text();
        return new Target(cluster, resource, namespace.isEmpty() ? texts(one.get("namespaces")) : List.of(namespace), name, one.get("labels").text());
    }

    private static List<String> texts(Json list) {
        return list.items().stream().map(Json::text).filter(text -> !text.isEmpty()).limit(MOST).toList();
    }

    /** A moment (ISO 8601), or how long ago ({@code PT15M}, {@code 15m}, {@code 1h}). */
    static Optional<Instant> time(Json value, Instant now) {
        String text = value.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.matches("\\d{1,9}[smhd]")) {
                return Optional.of(now.minus(text.endsWith("d") ? Duration.parse("P" + text.toUpperCase(java.util.Locale.ROOT)) : Duration.parse("PT" + text)));
            }
            return Optional.of(text.startsWith("P") ? now.minus(Duration.parse(text)) : Instant.parse(text));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_TIME", "'" + text + "' is neither a moment such as 2026-01-31T12:00:00Z nor a time such as 15m.", java.util.Map.of("text", text), e);
        }
    }
}
