package dev.fresnel.http.route;

import dev.fresnel.api.http.Method;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what answers a method and a path; immutable.
 *
 * @param <T> what answers
 */
public final class Router<T> {
    /** One way in. */
    public record Entry<T>(Method method, PathPattern pattern, T target) {}

    /** What was found. */
    public sealed interface Match<T> {}

    /** The target, and the values of the names in its pattern. */
    public record Found<T>(T target, Map<String, String> values) implements Match<T> {}

    /** The path exists, for other methods. */
    public record WrongMethod<T>(Set<Method> allowed) implements Match<T> {}

    /** There is no such path. */
    public record Unknown<T>() implements Match<T> {}

    private final List<Entry<T>> entries;

    /** @param entries of those with the same pattern and method the first wins */
    public Router(List<Entry<T>> entries) {
        this.entries = entries.stream().sorted(Comparator.comparing(Entry::pattern)).toList();
    }

    /** The most specific pattern that takes the method. */
    public Match<T> find(Method method, String rawPath) {
        var allowed = EnumSet.noneOf(Method.class);
        for (Entry<T> entry : entries) {
            var values = entry.pattern().match(rawPath);
            if (values.isPresent()) {
                if (takes(entry.method(), method)) {
                    return new Found<>(entry.target(), values.get());
                }
                allowed.add(entry.method());
            }
        }
        if (allowed.isEmpty()) {
            return new Unknown<>();
        }
        if (allowed.contains(Method.GET)) {
            allowed.add(Method.HEAD);
        }
        allowed.add(Method.OPTIONS);
        return new WrongMethod<>(allowed);
    }

    private static boolean takes(Method route, Method asked) {
        return route == Method.ANY || route == asked || route == Method.GET && asked == Method.HEAD;
    }
}
