package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Kubelet.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of containers as a function of container, run and time: the same line again whenever it is asked for, and none is kept. */
final class LogLines {
    private static final int KEPT = 5_000;
    private static final Pattern HOLE = Pattern.compile("\\{([^{}:]+)(?::([^{}]*))?\\}");
    private static final DateTimeFormatter ACCESS = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter KLOG = DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final JsonNode kinds = Json.data("world/logs.json");
    private final Images images;

    LogLines(Images images) {
        this.images = images;
    }

    private record Run(Instant start, Instant end, long seed, JsonNode kind) {}

    List<Line> of(ObjectNode pod, String container, boolean previous, Instant after, Instant until, int tail) {
        for (JsonNode status : Json.at(pod, "status", "containerStatuses")) {
            if (Json.text(status, "name").equals(container)) {
                JsonNode state = previous ? Json.at(status, "lastState", "terminated") : status.path("state");
                JsonNode ended = previous ? state : state.path("terminated");
                String start = ended.isObject() ? Json.text(ended, "startedAt") : Json.text(state, "running", "startedAt");
                if (start.isEmpty()) {
                    ended = Json.at(status, "lastState", "terminated");
                    start = Json.text(ended, "startedAt");
                }
                if (!start.isEmpty()) {
                    Instant end = ended.isObject() ? Instant.parse(Json.text(ended, "finishedAt")) : Instant.MAX;
                    JsonNode kind = kinds.path(images.of(Json.text(status, "image")).log());
                    long seed = (Json.text(pod, "metadata", "uid") + container + start).hashCode();
                    return lines(new Run(Instant.parse(start), end, seed, kind.isMissingNode() ? kinds.path("plain") : kind), after, until, tail);
                }
            }
        }
        return List.of();
    }

    private static List<Line> lines(Run run, Instant after, Instant until, int tail) {
        Instant last = until.isBefore(run.end()) ? until : run.end();
        List<Line> lines = new ArrayList<>();
        JsonNode start = run.kind().path("start");
        for (int i = 0; i < start.size(); i++) {
            add(lines, run, run.start().plusMillis(40L * i + 15), start.get(i).asText(), i, after, last);
        }
        long period = run.kind().path("millis").asLong(2500);
        Instant begin = run.start().plusMillis(40L * start.size() + 200);
        JsonNode body = run.kind().path("lines");
        long count = Math.max(0, Duration.between(begin, last).toMillis() / period + 1);
        long reach = tail >= 0 ? Math.min(KEPT, tail + 2L) : KEPT;
        long first = Math.max(0, count - reach);
        if (after.isAfter(begin)) {
            first = Math.max(first, Duration.between(begin, after).toMillis() / period - 1);
        }
        for (long i = Math.max(0, first); i < count && !body.isEmpty(); i++) {
            SplittableRandom random = new SplittableRandom(run.seed() + i * 7919);
            Instant time = begin.plusMillis(i * period + random.nextLong(Math.max(1, period - 20)));
            add(lines, run, time, weighted(body, random), i + 1000, after, last);
        }
        JsonNode end = run.kind().path("end");
        for (int i = 0; i < end.size() && run.end().isBefore(Instant.MAX); i++) {
            add(lines, run, run.end().minusMillis(30L * (end.size() - i)), end.get(i).asText(), i + 500, after, last);
        }
        lines.sort(java.util.Comparator.comparing(Line::time));
        return tail >= 0 && lines.size() > tail ? lines.subList(lines.size() - tail, lines.size()) : lines;
    }

    /** Lines are in order of frequency: the first comes most often. */
    private static String weighted(JsonNode body, SplittableRandom random) {
        double place = random.nextDouble();
        return body.get((int) (place * place * body.size())).asText();
    }

    private static void add(List<Line> lines, Run run, Instant time, String template, long number, Instant after, Instant last) {
        if (time.isAfter(after) && !time.isAfter(last)) {
            lines.add(new Line(time, fill(template, new SplittableRandom(run.seed() * 31 + number), time)));
        }
    }

    private static String fill(String template, SplittableRandom random, Instant time) {
        Matcher hole = HOLE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (hole.find()) {
            String argument = hole.group(2) == null ? "" : hole.group(2);
            String value = switch (hole.group(1)) {
                case "time" -> switch (argument) {
                    case "access" -> ACCESS.format(time);
                    case "klog" -> KLOG.format(time);
                    case "plain" -> PLAIN.format(time);
                    default -> MILLIS.format(time);
                };
                case "n" -> {
                    String[] range = (argument.isEmpty() ? "0-999" : argument).split("-");
                    yield Long.toString(random.nextLong(Long.parseLong(range[0]), Long.parseLong(range[1]) + 1));
                }
                case "pick" -> argument.split("\\|")[random.nextInt(argument.split("\\|").length)];
                case "hex" -> String.format(Locale.ROOT, "%0" + argument + "x", random.nextLong(1L << Math.min(60, 4 * Integer.parseInt(argument))));
                case "ip" -> "203.0.113." + random.nextInt(1, 255);
                default -> hole.group();
            };
            hole.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return hole.appendTail(text).toString();
    }
}
