package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pods that are made for a session and removed with it. Labels say whose they are, so that those of a run of this server that ended
 * suddenly are removed when their owner comes again; should nobody come, they end by their deadline.
 */
final class MadePods {
    static final String INSTANCE = "fresnel.dev/instance";
    static final String RUN = "fresnel.dev/run";
    static final String OWNER = "fresnel.dev/owner";

    private static final Logger LOG = LoggerFactory.getLogger(MadePods.class);
    private static final Duration STARTING = Duration.ofSeconds(120);
    private static final int LARGEST = 8 << 20;

    private final Opener opener;
    private final String instance;
    private final String run;
    private final Set<String> swept = ConcurrentHashMap.newKeySet();

    /** @param instance the same for each run of this server, and no other server's */
    MadePods(Opener opener, String instance, String run) {
        this.opener = opener;
        this.instance = instance;
        this.run = run;
    }

    /** Of a desktop its data folder on its machine, in a cluster the pod that it runs in. */
    static String instance(@Nullable String data) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "";
        }
        return digest(host + "\n" + data);
    }

    private static String digest(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String owner(Principal principal) {
        return digest("owner\n" + principal.name() + "\n" + principal.token().isEmpty());
    }

    /** Makes it and waits until it runs. @throws Problem as the API server says, or UPSTREAM_TIMEOUT with the reason why it does not run */
    void make(Principal principal, ObjectRef pod, Map<String, Object> manifest, Duration longest) {
        byte[] body = opener.json().write(labelled(principal, pod, manifest, longest));
        var request = new UpstreamRequest(
                "POST", "/api/v1/namespaces/" + Path.encode(pod.namespace()) + "/pods?fieldManager=" + Path.encode(principal.fieldManager()),
                Map.of("Content-Type", List.of("application/json"), "Accept", List.of("application/json")),
                new ByteArrayInputStream(body), body.length, Duration.ofSeconds(30));
        try (UpstreamResponse answer = opener.open(principal, pod.cluster(), request)) {
            if (answer.status() != 201) {
                throw opener.problem(answer, "The pod " + pod.name() + " cannot be made: HTTP " + answer.status() + ".");
            }
        }
        try {
            awaitRunning(principal, pod);
        } catch (RuntimeException e) {
            remove(principal, pod);
            throw e;
        }
    }

    private Map<String, Object> labelled(Principal principal, ObjectRef pod, Map<String, Object> manifest, Duration longest) {
        var labels = new LinkedHashMap<String, Object>(map(map(manifest.get("metadata")).get("labels")));
        labels.put(INSTANCE, instance);
        labels.put(RUN, run);
        labels.put(OWNER, owner(principal));
        var metadata = new LinkedHashMap<String, Object>(map(manifest.get("metadata")));
        metadata.put("name", pod.name());
        metadata.put("namespace", pod.namespace());
        metadata.put("labels", labels);
        var spec = new LinkedHashMap<String, Object>(map(manifest.get("spec")));
        spec.putIfAbsent("activeDeadlineSeconds", longest.plusMinutes(10).toSeconds());
        var made = new LinkedHashMap<String, Object>(manifest);
        made.put("apiVersion", "v1");
        made.put("kind", "Pod");
        made.put("metadata", metadata);
        made.put("spec", spec);
        return made;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> known ? (Map<String, Object>) known : Map.of();
    }

    private void awaitRunning(Principal principal, ObjectRef pod) {
        long end = System.nanoTime() + STARTING.toNanos();
        String why = "";
        while (System.nanoTime() < end) {
            Json now = get(principal, pod.cluster(), "/api/v1/namespaces/" + Path.encode(pod.namespace()) + "/pods/" + Path.encode(pod.name()));
            String phase = now.at("/status/phase").text();
            if (phase.equals("Running")) {
                return;
            }
            why = why(now, phase);
            if (phase.equals("Failed") || phase.equals("Succeeded")) {
                break;
            }
            pause();
        }
        throw new Problem(
                Problem.Kind.UPSTREAM_TIMEOUT, "POD_NOT_RUNNING", "The pod " + pod.namespace() + "/" + pod.name() + " does not run: " + why + ".",
                Map.of("namespace", pod.namespace(), "name", pod.name(), "why", why), null);
    }

    private static String why(Json pod, String phase) {
        for (Json container : pod.at("/status/containerStatuses").items()) {
            String reason = container.at("/state/waiting/reason").text();
            if (!reason.isEmpty()) {
                return reason + " " + container.at("/state/waiting/message").text();
            }
        }
        for (Json condition : pod.at("/status/conditions").items()) {
            if (condition.get("status").text().equals("False") && !condition.get("message").text().isEmpty()) {
                return condition.get("message").text();
            }
        }
        String message = pod.at("/status/message").text();
        return message.isEmpty() ? phase : message;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(400));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "INTERRUPTED", "The request was given up.", Map.of(), e);
        }
    }

    private Json get(Principal principal, String cluster, String target) {
        try (UpstreamResponse answer = opener.open(principal, cluster, UpstreamRequest.get(target, "application/json"))) {
            if (answer.status() != 200) {
                throw opener.problem(answer, "HTTP " + answer.status());
            }
            return opener.json().parse(Opener.text(answer), LARGEST);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_CONNECTION_LOST", "The cluster's answer broke off.", Map.of(), e);
        }
    }

    /** Says in the log when it cannot. */
    void remove(Principal principal, ObjectRef pod) {
        try {
            var request = new UpstreamRequest(
                    "DELETE", "/api/v1/namespaces/" + Path.encode(pod.namespace()) + "/pods/" + Path.encode(pod.name()) + "?gracePeriodSeconds=0",
                    Map.of("Accept", List.of("application/json")), InputStream.nullInputStream(), 0, Duration.ofSeconds(30));
            try (UpstreamResponse answer = opener.open(principal, pod.cluster(), request)) {
                if (answer.status() >= 300 && answer.status() != 404) {
                    LOG.warn("The pod {}/{} in {} could not be removed: HTTP {}", pod.namespace(), pod.name(), pod.cluster(), answer.status());
                    swept.remove(principal.key() + "\n" + pod.cluster());
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("The pod {}/{} in {} could not be removed: {}", pod.namespace(), pod.name(), pod.cluster(), e.toString());
            swept.remove(principal.key() + "\n" + pod.cluster());
        }
    }

    /** Once for each caller and cluster: pods of theirs that a former run of this server left behind. Does not wait. */
    void sweep(Principal principal, String cluster) {
        if (!cluster.isEmpty() && swept.add(principal.key() + "\n" + cluster)) {
            Threads.start("fresnel-pod-sweep", () -> sweepNow(principal, cluster));
        }
    }

    void sweepNow(Principal principal, String cluster) {
        try {
            String selector = INSTANCE + "=" + instance + "," + OWNER + "=" + owner(principal) + "," + RUN + "!=" + run;
            for (Json pod : get(principal, cluster, "/api/v1/pods?labelSelector=" + Path.encode(selector)).get("items").items()) {
                remove(principal, new ObjectRef(cluster, Kind.POD, pod.at("/metadata/namespace").text(), pod.at("/metadata/name").text()));
            }
        } catch (RuntimeException e) {
            LOG.debug("Nothing could be swept in {}: {}", cluster, e.toString());
        }
    }
}
