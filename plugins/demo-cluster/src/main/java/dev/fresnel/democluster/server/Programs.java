package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers {@code pods/exec}, {@code pods/attach} and {@code pods/portforward} over WebSockets; SPDY is unknown here. */
final class Programs {
    private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
    private static final Duration LOOK = Duration.ofMillis(400);

    private final Cluster cluster;
    private final Kubelet kubelet;

    Programs(Cluster cluster, Kubelet kubelet) {
        this.cluster = cluster;
        this.kubelet = kubelet;
    }

    DemoResponse answer(Target target, DemoRequest request, Query query) {
        ObjectNode pod = cluster.stored(target.type(), target.namespace(), target.name()).tree();
        if (target.sub().equals("portforward")) {
            running(pod, "");
            int port = (int) query.number("ports", 0);
            return upgrade(request, List.of("v4.channel.k8s.io"), wire -> new ForwardedPort(kubelet, pod, wire).serve(port));
        }
        String container = running(pod, query.text("container"));
        boolean tty = query.flag("tty");
        if (target.sub().equals("attach") && forDebugging(pod, container)) {
            return upgrade(request, PROTOCOLS, wire -> run(pod, container, List.of("sh"), wire, tty));
        }
        if (target.sub().equals("attach")) {
            return upgrade(request, PROTOCOLS, wire -> attach(target, container, wire, tty));
        }
        List<String> command = query.values().getOrDefault("command", List.of());
        if (command.isEmpty()) {
            throw ApiFailure.badRequest("you must specify at least 1 command for the container");
        }
        return upgrade(request, PROTOCOLS, wire -> run(pod, container, command, wire, tty));
    }

    private void run(ObjectNode pod, String container, List<String> command, Conversation.Wire wire, boolean tty) throws IOException, InterruptedException {
        try (Terminal terminal = new Terminal(wire, tty)) {
            terminal.exit(kubelet.run(pod, container, command, terminal));
        }
    }

    private static boolean forDebugging(ObjectNode pod, String container) {
        return Json.at(pod, "spec", "ephemeralContainers").valueStream().anyMatch(one -> Json.text(one, "name").equals(container));
    }

    private static DemoResponse upgrade(DemoRequest request, List<String> known, Conversation conversation) {
        List<String> asked = Arrays.stream(request.header().apply("Sec-WebSocket-Protocol").split(",")).map(String::strip).toList();
        String protocol = known.stream().filter(asked::contains).findFirst().orElse("");
        if (!request.header().apply("Upgrade").equalsIgnoreCase("websocket")) {
            throw ApiFailure.badRequest("Upgrade request required");
        }
        if (protocol.isEmpty()) {
            throw ApiFailure.badRequest("unable to upgrade: the demo cluster speaks " + String.join(", ", known) + ", not " + String.join(", ", asked));
        }
        return new DemoResponse(101, Map.of(), new DemoResponse.Upgrade(protocol, conversation), true);
    }

    /** The container that was asked for, or the first, if it runs. */
    private static String running(ObjectNode pod, String asked) {
        JsonNode statuses = Json.at(pod, "status", "containerStatuses");
        String name = Json.text(pod, "metadata", "name");
        if (forDebugging(pod, asked)) {
            return asked;
        }
        for (JsonNode status : statuses) {
            String container = Json.text(status, "name");
            if (asked.isEmpty() || asked.equals(container)) {
                if (!status.path("state").has("running")) {
                    throw ApiFailure.badRequest("unable to upgrade connection: container not found (\"" + container + "\"): it does not run");
                }
                return container;
            }
        }
        throw ApiFailure.badRequest(asked.isEmpty() ? "pod " + name + " does not have a host assigned" : "container " + asked + " is not valid for pod " + name);
    }

    /** What the container writes from now on, until it or the reader ends. */
    private void attach(Target target, String container, Conversation.Wire wire, boolean tty) throws IOException, InterruptedException {
        try (Terminal terminal = new Terminal(wire, tty)) {
            Instant position = cluster.clock().instant();
            while (true) {
                if (terminal.read(LOOK) == 3) {
                    break;
                }
                Instant now = cluster.clock().instant();
                var pod = cluster.find("pods", target.namespace(), target.name());
                if (pod.isEmpty()) {
                    break;
                }
                for (Kubelet.Line line : kubelet.lines(pod.get(), container, false, position, now, -1)) {
                    terminal.output().write((line.text() + (tty ? "\r\n" : "\n")).getBytes(StandardCharsets.UTF_8));
                }
                position = now;
            }
            terminal.exit(0);
        }
    }
}
