package dev.fresnel.access.audit;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/**
 * Which lines somebody wants to see.
 *
 * @param before lines with smaller numbers only
 * @param limit how many at most
 * @param action the beginning of it
 * @param text anywhere in the line, whatever its case
 */
record Wish(long before, int limit, String who, String action, String cluster, String result, Instant since, Instant until, String text) {
    private static final int MOST = 1000;

    /** @throws Problem INVALID naming the parameter that cannot be used */
    static Wish of(Request request) {
        return new Wish(
                number(request, "before", Long.MAX_VALUE),
                (int) Math.clamp(number(request, "limit", 100), 1, MOST),
                request.query("who").orElse(""),
                request.query("action").orElse(""),
                request.query("cluster").orElse(""),
                request.query("result").orElse(""),
                time(request, "since", Instant.MIN),
                time(request, "until", Instant.MAX),
                request.query("text").orElse("").toLowerCase(Locale.ROOT));
    }

    private static long number(Request request, String name, long standard) {
        try {
            return request.query(name).filter(text -> !text.isEmpty()).map(Long::parseLong).orElse(standard);
        } catch (NumberFormatException e) {
            throw new Problem(Problem.Kind.INVALID, "PARAMETER_INVALID", "'" + name + "' must be a number.");
        }
    }

    private static Instant time(Request request, String name, Instant standard) {
        String text = request.query(name).orElse("");
        try {
            return text.isEmpty() ? standard : text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Problem(Problem.Kind.INVALID, "PARAMETER_INVALID", "'" + name + "' must be milliseconds since 1970 or a time as 2026-11-21T12:00:00Z.");
        }
    }

    boolean fits(Json line) {
        return line.get("n").number(0) < before
                && (who.isEmpty() || line.get("who").text().equals(who))
                && line.get("action").text().startsWith(action)
                && (cluster.isEmpty() || line.get("cluster").text().equals(cluster))
                && (result.isEmpty() || line.get("result").text().equals(result))
                && inTime(line.get("at").text())
                && (text.isEmpty() || line.toString().toLowerCase(Locale.ROOT).contains(text));
    }

    private boolean inTime(String at) {
        if (since.equals(Instant.MIN) && until.equals(Instant.MAX)) {
            return true;
        }
        try {
            Instant time = Instant.parse(at);
            return !time.isBefore(since) && !time.isAfter(until);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
