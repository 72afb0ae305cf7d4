package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Warning events of the last hour by reason, those first that concern most objects now.
 *
 * @param total how often in all
 */
record Warnings(Optional<Lack> lack, long total, int reasons, List<Group> groups) {
    private static final Duration LOOKED_AT = Duration.ofHours(1);
    private static final int MOST = 10;

    /**
     * One reason.
     *
     * @param objects how many it concerns
     * @param latest the one that it concerned last
     * @param last epoch milliseconds
     */
    record Group(String reason, long count, int objects, About latest, String message, long last) {}

    /** The object of an event: kind and version as it names them. */
    record About(String apiVersion, String kind, String namespace, String name) {}

    private static final class Gathered {
        private long count;
        private long last;
        private String message = "";
        private About latest = new About("", "", "", "");
        private final Set<String> objects = new HashSet<>();
    }

    static Warnings of(Answer<List<KubeObject>> answer, Instant now) {
        if (!(answer instanceof Answer.Known<List<KubeObject>> known)) {
            return new Warnings(Lack.of(answer), 0, 0, List.of());
        }
        long since = now.minus(LOOKED_AT).toEpochMilli();
        Map<String, Gathered> byReason = new TreeMap<>();
        for (KubeObject event : known.value()) {
            long last = last(event);
            if (event.text("/type").equals("Warning") && last >= since) {
                gather(byReason.computeIfAbsent(event.text("/reason"), reason -> new Gathered()), event, last);
            }
        }
        var groups = new ArrayList<Group>();
        byReason.forEach((reason, one) -> groups.add(new Group(reason, one.count, one.objects.size(), one.latest, one.message, one.last)));
        groups.sort(Comparator.comparingInt(Group::objects).thenComparingLong(Group::count).thenComparingLong(Group::last).reversed().thenComparing(Group::reason));
        return new Warnings(
                Optional.empty(), groups.stream().mapToLong(Group::count).sum(), groups.size(), groups.stream().limit(MOST).toList());
    }

    private static void gather(Gathered into, KubeObject event, long last) {
        into.count += Math.max(1, Math.max(event.at("/count").number(1), event.at("/series/count").number(1)));
        into.objects.add(event.text("/involvedObject/uid") + event.text("/involvedObject/name"));
        if (last >= into.last) {
            into.last = last;
            into.message = event.text("/message");
            into.latest = new About(
                    event.text("/involvedObject/apiVersion"), event.text("/involvedObject/kind"), event.text("/involvedObject/namespace"),
                    event.text("/involvedObject/name"));
        }
    }

    /** When it was seen last: old and new events say so in different fields. */
    private static long last(KubeObject event) {
        for (String field : List.of("/series/lastObservedTime", "/lastTimestamp", "/eventTime")) {
            String text = event.text(field);
            if (!text.isEmpty()) {
                try {
                    return Instant.parse(text).toEpochMilli();
                } catch (DateTimeParseException strange) {
                    break;
                }
            }
        }
        return event.created().toEpochMilli();
    }
}
