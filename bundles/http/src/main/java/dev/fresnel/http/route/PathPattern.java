package dev.fresnel.http.route;

import dev.fresnel.http.edge.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path with holes: text, {@code {name}} for one segment, {@code /*} at the end for all the rest. It compares the path as
 * sent, segment by segment, and never joins what was sent apart.
 */
public final class PathPattern implements Comparable<PathPattern> {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~-]+|\\{[A-Za-z][A-Za-z0-9]*}");

    private final String text;
    private final List<String> segments;
    private final boolean open;
    /** One letter per segment, in the order in which patterns are tried: text, name, rest. */
    private final String rank;

    private PathPattern(String text, List<String> segments, boolean open) {
        this.text = text;
        this.segments = segments;
        this.open = open;
        var letters = new StringBuilder();
        segments.forEach(segment -> letters.append(segment.startsWith("{") ? 'b' : 'a'));
        this.rank = letters.append(open ? "c" : "").toString();
    }

    /** @throws IllegalArgumentException when the text is no pattern */
    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with /: '" + text + "'");
        }
        boolean open = text.endsWith("/*");
        String closed = open ? text.substring(0, text.length() - 2) : text;
        List<String> segments = closed.isEmpty() ? List.of() : split(closed);
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches() && !(segment.isEmpty() && text.equals("/"))) {
                throw new IllegalArgumentException("Not a segment of a path: '" + segment + "' in '" + text + "'");
            }
        }
        return new PathPattern(text, segments, open);
    }

    /** @return the values of the names, decoded, {@code *} for the rest; empty when the path does not fit */
    public Optional<Map<String, String>> match(String rawPath) {
        List<String> sent = split(rawPath);
        if (open ? sent.size() < segments.size() : sent.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            String value = Paths.decode(sent.get(i));
            if (segment.startsWith("{")) {
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.put(segment.substring(1, segment.length() - 1), value);
            } else if (!segment.equals(value)) {
                return Optional.empty();
            }
        }
        if (open) {
            values.put("*", Paths.decode(String.join("/", sent.subList(segments.size(), sent.size()))));
        }
        return Optional.of(values);
    }

    private static List<String> split(String path) {
        return new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    }

    /** The more specific pattern comes first. */
    @Override
    public int compareTo(PathPattern other) {
        int byRank = rank.compareTo(other.rank);
        return byRank != 0 ? byRank : text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
