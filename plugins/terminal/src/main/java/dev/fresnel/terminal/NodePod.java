package dev.fresnel.terminal;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A pod that is a shell on a node: in the node's own namespaces, with its rights. It does nothing but wait, and is removed with its
 * session by the platform.
 *
 * @param ref names it
 * @param manifest what is asked of the API server
 */
record NodePod(ObjectRef ref, Map<String, Object> manifest) {
    static final String CONTAINER = "shell";

    /** Enters the node's own view of files, processes and network. */
    static final List<String> COMMAND = List.of(
            "nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "sh", "-c",
            "TERM=xterm-256color; export TERM; for s in bash ash; do command -v $s >/dev/null 2>&1 && exec $s -l; done; exec sh -l");

    private static final int NAME = 40;

    static NodePod on(String node, TerminalSettings settings, String cluster) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String stem = node.replaceAll("[^a-z0-9-]", "-");
        String name = "node-shell-" + stem.substring(0, Math.min(NAME, stem.length())) + "-" + HexFormat.of().formatHex(random);
        return new NodePod(new ObjectRef(cluster, Kind.POD, settings.nodeNamespace(), name), manifest(node, settings.nodeImage()));
    }

    private static Map<String, Object> manifest(String node, String image) {
        Map<String, Object> container = Map.of(
                "name", CONTAINER,
                "image", image,
                "command", List.of("sleep", "86400"),
                "stdin", true,
                "tty", true,
                "securityContext", Map.of("privileged", true),
                "resources", Map.of("requests", Map.of("cpu", "0", "memory", "0")));
        Map<String, Object> spec = Map.of(
                "nodeName", node,
                "hostPID", true,
                "hostIPC", true,
                "hostNetwork", true,
                "restartPolicy", "Never",
                "terminationGracePeriodSeconds", 0,
                "enableServiceLinks", false,
                "automountServiceAccountToken", false,
                "tolerations", List.of(Map.of("operator", "Exists")),
                "containers", List.of(container));
        return Map.of(
                "metadata", Map.of("labels", Map.of("app.kubernetes.io/name", "node-shell", "app.kubernetes.io/managed-by", "fresnel")),
                "spec", spec);
    }
}
