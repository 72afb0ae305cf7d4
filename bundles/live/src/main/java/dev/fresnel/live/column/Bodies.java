package dev.fresnel.live.column;

import dev.fresnel.api.json.Json;
import dev.fresnel.live.store.Extract;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What our columns read out of whole objects. */
final class Bodies {
    private static final String UNKNOWN = "-";

    private Bodies() {}

    static Extract path(JsonPath path, String separator) {
        String pointer = path.pointer();
        return new Extract(List.of(pointer), parts ->
                String.join(separator, path.values(parts.at(pointer)).stream().map(JsonPath::printed).toList()));
    }

    static Extract annotation(String key) {
        String pointer = "/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1");
        return new Extract(List.of(pointer), parts -> parts.at(pointer).text());
    }

    static Extract condition(String type) {
        return new Extract(List.of("/status/conditions"), parts -> {
            for (Json condition : parts.at("/status/conditions").items()) {
                if (condition.get("type").text().equals(type)) {
                    return condition.get("status").text();
                }
            }
            return "";
        });
    }

    /** {@code Deployment/web}: of a ReplicaSet that a Deployment made, that Deployment. */
    static Extract owner() {
        return new Extract(List.of("/metadata/ownerReferences"), parts -> {
            List<Json> owners = parts.at("/metadata/ownerReferences").items();
            if (owners.isEmpty()) {
                return "";
            }
            Json owner = owners.stream().filter(one -> one.get("controller").flag()).findFirst().orElse(owners.getFirst());
            String kind = owner.get("kind").text();
            String name = owner.get("name").text();
            String hash = parts.label("pod-template-hash");
            boolean made = kind.equals("ReplicaSet") && !hash.isEmpty() && name.endsWith("-" + hash);
            return made ? "Deployment/" + name.substring(0, name.length() - hash.length() - 1) : kind + "/" + name;
        });
    }

    /** Of the container that ended last: {@code epochMs reason exitCode container}. */
    static Extract restart() {
        List<String> places = List.of("/status/containerStatuses", "/status/initContainerStatuses");
        return new Extract(places, parts -> {
            String found = "";
            long newest = 0;
            for (String place : places) {
                for (Json status : parts.at(place).items()) {
                    Json ended = status.at("/lastState/terminated");
                    long at = millis(ended.get("finishedAt").text());
                    if (at > newest) {
                        newest = at;
                        String reason = ended.get("reason").text();
                        found = at + " " + (reason.isEmpty() ? "Ended" : reason.replace(' ', '_')) + " " + ended.get("exitCode").number(0) + " "
                                + status.get("name").text();
                    }
                }
            }
            return found;
        });
    }

    /** {@code request limit} of a pod, {@link #UNKNOWN} for what is not said. */
    static Extract resources(String resource) {
        return new Extract(List.of("/spec/containers", "/spec/initContainers", "/spec/overhead"), parts -> {
            String request = sum(parts, "requests", resource, false);
            String limit = sum(parts, "limits", resource, true);
            return request.equals(UNKNOWN) && limit.equals(UNKNOWN) ? "" : request + " " + limit;
        });
    }

    /** As the scheduler counts: containers and sidecars together, or the largest init container when that is more. */
    private static String sum(Extract.Parts parts, String what, String resource, boolean all) {
        BigDecimal running = BigDecimal.ZERO;
        BigDecimal sidecars = BigDecimal.ZERO;
        BigDecimal starting = BigDecimal.ZERO;
        boolean any = false;
        for (Json container : parts.at("/spec/containers").items()) {
            BigDecimal one = asked(container, what, resource);
            if (one == null && all) {
                return UNKNOWN; // one container without a limit: the pod has none
            }
            any |= one != null;
            running = one == null ? running : running.add(one);
        }
        for (Json container : parts.at("/spec/initContainers").items()) {
            BigDecimal one = asked(container, what, resource);
            boolean sidecar = container.get("restartPolicy").text().equals("Always");
            if (one == null) {
                if (all && sidecar) {
                    return UNKNOWN;
                }
                continue;
            }
            any = true;
            if (sidecar) {
                running = running.add(one);
                sidecars = sidecars.add(one);
            }
            starting = starting.max(sidecar ? sidecars : sidecars.add(one));
        }
        BigDecimal overhead = any ? Quantity.parse(parts.at("/spec/overhead").get(resource).text()) : null;
        BigDecimal most = running.max(starting).add(overhead == null ? BigDecimal.ZERO : overhead);
        return any ? most.toPlainString() : UNKNOWN;
    }

    private static @Nullable BigDecimal asked(Json container, String what, String resource) {
        return Quantity.parse(container.get("resources").get(what).get(resource).text());
    }

    static Extract allocatable(String resource) {
        return new Extract(List.of("/status/allocatable"), parts -> {
            BigDecimal there = Quantity.parse(parts.at("/status/allocatable").get(resource).text());
            return there == null ? "" : there.toPlainString();
        });
    }

    /** The number at that place of a text of {@link #resources}; null = not known. */
    static @Nullable Double number(@Nullable String text, int place) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        String[] words = text.split(" ");
        return place < words.length && !words[place].equals(UNKNOWN) ? Double.valueOf(words[place]) : null;
    }

    private static long millis(String time) {
        try {
            return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
        } catch (DateTimeException none) {
            return 0;
        }
    }

    /** Of one row of metrics.k8s.io: cores and bytes. */
    static Extract figures() {
        return new Extract(List.of("/containers", "/usage"), Bodies::figures);
    }

    private static String figures(Extract.Parts parts) {
        BigDecimal cores = null;
        BigDecimal bytes = null;
        Json usage = parts.at("/usage");
        List<Json> all = usage.present() ? List.of(usage) : parts.at("/containers").items().stream().map(one -> one.get("usage")).toList();
        for (Json one : all) {
            BigDecimal cpu = Quantity.parse(one.get("cpu").text());
            BigDecimal memory = Quantity.parse(one.get("memory").text());
            cores = cpu == null ? cores : cores == null ? cpu : cores.add(cpu);
            bytes = memory == null ? bytes : bytes == null ? memory : bytes.add(memory);
        }
        return cores == null || bytes == null ? "" : cores.toPlainString() + " " + bytes.toPlainString();
    }
}
