package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rows of services, endpoints and ingresses. */
final class NetworkCells {
    private static final String NONE = "<none>";
    private static final int SHOWN = 3;

    private NetworkCells() {}

    static void service(ArrayNode cells, JsonNode it, Instant now) {
        List<String> ports = it.path("spec").path("ports").valueStream().map(port -> port.path("port").asInt()
                + (port.path("nodePort").asInt() > 0 ? ":" + port.path("nodePort").asInt() : "") + "/" + Json.text(port, "protocol")).toList();
        JsonNode addresses = Json.at(it, "spec", "clusterIPs");
        cells.add(Printers.name(it)).add(Json.text(it, "spec", "type")).add(addresses.isEmpty() ? NONE : addresses.path(0).asText());
        cells.add(external(it)).add(Printers.or(String.join(",", ports), NONE)).add(Printers.age(it, now)).add(Printers.labels(Json.at(it, "spec", "selector")));
    }

    private static String external(JsonNode it) {
        String own = String.join(",", Json.list(Json.at(it, "spec", "externalIPs")));
        return switch (Json.text(it, "spec", "type")) {
            case "ClusterIP", "NodePort" -> Printers.or(own, NONE);
            case "LoadBalancer" -> {
                String balanced = balancer(it);
                yield Printers.or(balanced + (balanced.isEmpty() || own.isEmpty() ? "" : ",") + own, "<pending>");
            }
            case "ExternalName" -> Json.text(it, "spec", "externalName");
            default -> "<unknown>";
        };
    }

    /** Addresses of a load balancer; the API server prints rows in wide form, so nothing is cut. */
    private static String balancer(JsonNode it) {
        TreeSet<String> addresses = new TreeSet<>();
        Json.at(it, "status", "loadBalancer", "ingress").forEach(one ->
                addresses.add(Printers.or(Json.text(one, "ip"), Json.text(one, "hostname"))));
        return String.join(",", addresses);
    }

    static void ingress(ArrayNode cells, JsonNode it, Instant now) {
        List<String> hosts = new ArrayList<>();
        boolean more = false;
        JsonNode rules = Json.at(it, "spec", "rules");
        for (JsonNode rule : rules) {
            more |= hosts.size() == SHOWN;
            if (!more && !Json.text(rule, "host").isEmpty()) {
                hosts.add(Json.text(rule, "host"));
            }
        }
        String shown = hosts.isEmpty() ? "*" : String.join(",", hosts) + (more ? " + " + (rules.size() - SHOWN) + " more..." : "");
        cells.add(Printers.name(it)).add(Printers.or(Json.text(it, "spec", "ingressClassName"), NONE)).add(shown).add(balancer(it));
        cells.add(Json.at(it, "spec", "tls").isEmpty() ? "80" : "80, 443").add(Printers.age(it, now));
    }

    static void ingressClass(ArrayNode cells, JsonNode it, Instant now) {
        boolean first = "true".equals(Json.text(it, "metadata", "annotations", "ingressclass.kubernetes.io/is-default-class"));
        JsonNode parameters = Json.at(it, "spec", "parameters");
        String group = Json.text(parameters, "apiGroup");
        cells.add(Printers.name(it) + (first ? " (default)" : "")).add(Json.text(it, "spec", "controller"));
        cells.add(parameters.isMissingNode() ? NONE : Json.text(parameters, "kind") + (group.isEmpty() ? "" : "." + group) + "/" + Json.text(parameters, "name"));
        cells.add(Printers.age(it, now));
    }

    static void endpoints(ArrayNode cells, JsonNode it, Instant now) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : it.path("subsets")) {
            for (JsonNode port : subset.path("ports")) {
                subset.path("addresses").forEach(address -> all.add(Json.text(address, "ip") + ":" + port.path("port").asInt()));
            }
            if (subset.path("ports").isEmpty()) {
                subset.path("addresses").forEach(address -> all.add(Json.text(address, "ip")));
            }
        }
        cells.add(Printers.name(it)).add(it.path("subsets").isEmpty() ? NONE : few(all)).add(Printers.age(it, now));
    }

    static void slice(ArrayNode cells, JsonNode it, Instant now) {
        List<String> ports = it.path("ports").valueStream()
                .map(port -> port.has("port") ? port.path("port").asText() : Printers.or(Json.text(port, "name"), "*")).toList();
        List<String> addresses = it.path("endpoints").valueStream().flatMap(one -> Json.list(one.path("addresses")).stream()).toList();
        cells.add(Printers.name(it)).add(Json.text(it, "addressType")).add(unset(few(ports))).add(unset(few(addresses))).add(Printers.age(it, now));
    }

    private static String unset(String text) {
        return Printers.or(text, "<unset>");
    }

    private static String few(List<String> all) {
        return all.size() <= SHOWN ? String.join(",", all)
                : String.join(",", all.subList(0, SHOWN)) + " + " + (all.size() - SHOWN) + " more...";
    }
}
