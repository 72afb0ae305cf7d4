package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.kubeconfig.Server;
import java.nio.file.Path;
import java.util.Map;

/** The cluster that this process runs in; everybody needs a token of their own, ours is never used for anybody. */
final class InCluster {
    static final String ID = "in-cluster";

    private static final Path AUTHORITY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt");

    private InCluster() {}

    static Definition of(Map<String, String> environment) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        String broken = host.isEmpty()
                ? "This process does not run in a cluster: KUBERNETES_SERVICE_HOST is not set. Start it without --in-cluster."
                : null;
        String url = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        Server server = new Server(url, AUTHORITY, "", false, "", "");
        return new Definition(ID, ID, ID, "", "", server, null, true, broken);
    }
}
