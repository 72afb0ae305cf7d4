package dev.fresnel.access;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.http.Listener;
import dev.fresnel.spi.transport.ClusterInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A kubeconfig whose clusters are those of this server; the first is chosen. */
record KubeconfigText(Listener.Secure secure, String token, JsonCodec codec) {
    String of(List<ClusterInfo> clusters) {
        var text = new StringBuilder("apiVersion: v1\nkind: Config\ncurrent-context: " + quoted(name(clusters.getFirst())) + "\nclusters:\n");
        String authority = Base64.getEncoder().encodeToString(secure.authority().getBytes(StandardCharsets.UTF_8));
        for (ClusterInfo one : clusters) {
            text.append("- name: ").append(quoted(name(one))).append("\n  cluster:\n")
                    .append("    server: ").append(quoted(secure.address() + "/k8s/" + one.id())).append('\n')
                    .append("    certificate-authority-data: ").append(authority).append('\n');
        }
        text.append("users:\n- name: fresnel\n  user:\n    token: ").append(quoted(token)).append("\ncontexts:\n");
        for (ClusterInfo one : clusters) {
            text.append("- name: ").append(quoted(name(one))).append("\n  context:\n")
                    .append("    cluster: ").append(quoted(name(one))).append('\n')
                    .append("    user: fresnel\n");
            if (one.namespace() != null) {
                text.append("    namespace: ").append(quoted(one.namespace())).append('\n');
            }
        }
        return text.toString();
    }

    private static String name(ClusterInfo cluster) {
        return "fresnel-" + cluster.id();
    }

    /** JSON strings are YAML. */
    private String quoted(String value) {
        return new String(codec.write(value), StandardCharsets.UTF_8);
    }
}
