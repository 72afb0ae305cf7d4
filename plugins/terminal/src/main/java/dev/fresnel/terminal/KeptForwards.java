package dev.fresnel.terminal;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Forwards as they were begun, over a restart of the server: those that it no longer has are listed as stopped, and begin again at the same port. */
@Component(service = KeptForwards.class)
public final class KeptForwards {
    private static final String PREFIX = "forward/";
    private static final List<String> TEXTS = List.of("cluster", "resource", "namespace", "name", "port");
    private static final int MOST = 200;

    private final Store store;
    private final Map<String, Map<String, Object>> known = new ConcurrentHashMap<>();
    private boolean read;

    @Activate
    public KeptForwards(@Reference Store store) {
        this.store = store;
    }

    /** The same for whoever forwards the same port of the same target. */
    private static String key(Map<String, Object> shown) {
        String target = TEXTS.stream().map(name -> String.valueOf(shown.get(name))).collect(Collectors.joining("\n"));
        return PREFIX + UUID.nameUUIDFromBytes(target.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized Map<String, Map<String, Object>> known() {
        if (!read) {
            read = true;
            store.keys(PREFIX).forEach(key -> store.get(key).ifPresent(json -> known.put(key, shown(key, json))));
        }
        return known;
    }

    private static Map<String, Object> shown(String key, Json json) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", key);
        TEXTS.forEach(name -> shown.put(name, json.get(name).text()));
        shown.put("localPort", json.get("localPort").number(0));
        shown.put("state", "stopped");
        shown.put("pod", "");
        shown.put("detail", "");
        for (String count : List.of("connections", "sent", "received", "since")) {
            shown.put(count, 0);
        }
        return shown;
    }

    /** @param begun as a page gets it */
    void keep(Map<String, Object> begun) {
        String key = key(begun);
        if (known().size() >= MOST && !known().containsKey(key)) {
            return;
        }
        var record = new LinkedHashMap<String, Object>();
        TEXTS.forEach(name -> record.put(name, begun.get(name)));
        record.put("localPort", begun.get("localPort"));
        store.put(key, record);
        var again = new LinkedHashMap<>(begun);
        again.putAll(Map.of("id", key, "state", "stopped", "pod", "", "detail", "", "connections", 0, "sent", 0, "received", 0, "since", 0));
        known().put(key, again);
    }

    void forget(Map<String, Object> shown) {
        String key = key(shown);
        if (known().remove(key) != null) {
            store.remove(key);
        }
    }

    /** With those that are there no more, behind the others. */
    List<Map<String, Object>> with(List<Map<String, Object>> running) {
        var there = running.stream().map(KeptForwards::key).collect(Collectors.toSet());
        var all = new ArrayList<>(running);
        known().entrySet().stream().filter(one -> !there.contains(one.getKey())).sorted(Map.Entry.comparingByKey()).forEach(one -> all.add(one.getValue()));
        return all;
    }

    static boolean isKept(String id) {
        return id.startsWith(PREFIX);
    }

    /** @throws Problem MISSING */
    Map<String, Object> find(String id) {
        Map<String, Object> shown = known().get(id);
        if (shown == null) {
            throw new Problem(Problem.Kind.MISSING, "FORWARD_UNKNOWN", "There is no such forward.", Map.of("id", id), null);
        }
        return shown;
    }
}
