package dev.fresnel.kubernetes.kubeconfig;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns entries of kubeconfig files into values; relative paths are relative to the file that holds them. */
final class Fields {
    private Fields() {}

    static Server server(Entry entry, Path file) {
        return new Server(
                url(entry.text("server")),
                path(entry.text("certificate-authority"), file),
                entry.text("certificate-authority-data"),
                entry.flag("insecure-skip-tls-verify"),
                entry.text("tls-server-name"),
                entry.text("proxy-url"));
    }

    /** kubectl takes a bare {@code host:port} as plain HTTP. */
    private static String url(String text) {
        String url = text.isEmpty() || text.contains("://") ? text : "http://" + text;
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
        return url;
    }

    static @Nullable String fault(Server server, String cluster) {
        if (server.url().isEmpty()) {
            return "The cluster “" + cluster + "” has no “server:” in the kubeconfig: add its URL.";
        }
        try {
            URI uri = URI.create(server.url());
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("it must be https://HOST[:PORT][/PATH]");
            }
            return null;
        } catch (IllegalArgumentException e) {
            return "The server of the cluster “" + cluster + "” is no usable URL: " + e.getMessage() + ".";
        }
    }

    static User user(String name, Entry entry, Path file) {
        return new User(
                name,
                path(entry.text("client-certificate"), file),
                entry.text("client-certificate-data"),
                path(entry.text("client-key"), file),
                entry.text("client-key-data"),
                entry.text("token"),
                path(entry.text("tokenFile"), file),
                entry.text("username"),
                entry.text("password"),
                entry.has("exec") ? exec(entry.entry("exec"), file) : null,
                entry.has("auth-provider") ? authProvider(entry.entry("auth-provider")) : null,
                new User.Impersonation(
                        entry.text("as"), entry.text("as-uid"), entry.texts("as-groups"),
                        entry.entry("as-user-extra").textsMap()),
                file);
    }

    private static User.Exec exec(Entry entry, Path file) {
        Map<String, String> env = new LinkedHashMap<>();
        entry.entries("env").forEach(variable -> env.put(variable.text("name"), variable.text("value")));
        return new User.Exec(
                entry.text("apiVersion"),
                entry.text("command"),
                entry.texts("args"),
                env,
                entry.text("installHint"),
                entry.flag("provideClusterInfo"),
                entry.text("interactiveMode"),
                file.toAbsolutePath().getParent());
    }

    private static User.AuthProvider authProvider(Entry entry) {
        return new User.AuthProvider(entry.text("name"), entry.entry("config").textMap());
    }

    private static @Nullable Path path(String text, Path file) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return file.toAbsolutePath().resolveSibling(text).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
