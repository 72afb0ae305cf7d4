package dev.fresnel.kubernetes.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;

/** Writes {@code KUBERNETES_EXEC_INFO}, what a credential plugin is told (client.authentication.k8s.io). */
final class ExecInfo {
    private ExecInfo() {}

    static String of(User.Exec exec, Server server) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("kind", "ExecCredential").put("apiVersion", exec.apiVersion());
        ObjectNode spec = info.putObject("spec").put("interactive", false);
        if (exec.provideClusterInfo()) {
            cluster(spec.putObject("cluster"), server);
        }
        return info.toString();
    }

    private static void cluster(ObjectNode cluster, Server server) {
        cluster.put("server", server.url());
        if (!server.tlsServerName().isEmpty()) {
            cluster.put("tls-server-name", server.tlsServerName());
        }
        if (server.insecure()) {
            cluster.put("insecure-skip-tls-verify", true);
        }
        if (!server.proxyUrl().isEmpty()) {
            cluster.put("proxy-url", server.proxyUrl());
        }
        String authorities = authorities(server);
        if (!authorities.isEmpty()) {
            cluster.put("certificate-authority-data", authorities);
        }
    }

    private static String authorities(Server server) {
        if (!server.caData().isEmpty() || server.caFile() == null) {
            return server.caData();
        }
        try {
            byte[] pem = Files.readAllBytes(server.caFile());
            return new String(Base64.getEncoder().encode(pem), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return ""; // The exchange itself will say that the file is missing.
        }
    }
}
