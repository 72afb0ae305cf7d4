package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The inside of a container as one visitor finds it: files and variables as its pod says. What the visitor writes goes with them. */
final class Box {
    final Map<String, String> environment = new TreeMap<>();
    final Map<String, String> files = new TreeMap<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private final Cluster cluster;
    private final ObjectNode pod;
    private final String namespace;
    final String image;
    final String program;
    final String container;
    String host;

    Box(Cluster cluster, ObjectNode pod, String container) {
        this.cluster = cluster;
        this.pod = pod;
        this.container = container;
        this.namespace = Json.text(pod, "metadata", "namespace");
        this.host = Json.text(pod, "metadata", "name");
        JsonNode spec = spec(container);
        this.image = Json.text(spec, "image");
        String own = image.substring(image.lastIndexOf('/') + 1).replaceAll("[:@].*", "");
        String command = String.join(" ", Json.list(spec.path("command"))) + " " + String.join(" ", Json.list(spec.path("args")));
        this.program = command.isBlank() ? "/app/" + own : command.strip();
        variables(spec);
        system(own);
        mounts(spec);
    }

    private JsonNode spec(String name) {
        return Stream.of("containers", "ephemeralContainers").flatMap(list -> Json.at(pod, "spec", list).valueStream())
                .filter(one -> Json.text(one, "name").equals(name)).findFirst().orElseGet(Json::object);
    }

    /** Somebody enters the namespaces of its node. */
    void leave() {
        String node = Json.text(pod, "spec", "nodeName");
        host = node;
        environment.put("HOSTNAME", node);
        environment.put("PWD", "/");
        files.put("/etc/hostname", node + "\n");
    }

    private void variables(JsonNode spec) {
        environment.putAll(Map.of(
                "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME", host, "HOME", "/root", "SHLVL", "1", "PWD", "/app",
                "KUBERNETES_SERVICE_HOST", "10.100.0.1", "KUBERNETES_SERVICE_PORT", "443"));
        for (JsonNode all : spec.path("envFrom")) {
            keys("configmaps", Json.text(all, "configMapRef", "name"), environment::put);
            keys("secrets", Json.text(all, "secretRef", "name"), environment::put);
        }
        for (JsonNode one : spec.path("env")) {
            environment.put(Json.text(one, "name"), one.has("value") ? Json.text(one, "value") : from(one.path("valueFrom")));
        }
    }

    private String from(JsonNode source) {
        String field = Json.text(source, "fieldRef", "fieldPath");
        if (!field.isEmpty()) {
            return Json.text(pod, field.split("\\."));
        }
        Map<String, String> values = new TreeMap<>();
        keys("configmaps", Json.text(source, "configMapKeyRef", "name"), values::put);
        keys("secrets", Json.text(source, "secretKeyRef", "name"), values::put);
        String key = Json.text(source, "configMapKeyRef", "key") + Json.text(source, "secretKeyRef", "key");
        return values.getOrDefault(key, "");
    }

    private void keys(String resource, String name, BiConsumer<String, String> into) {
        Optional<ObjectNode> found = name.isEmpty() ? Optional.empty() : cluster.find(resource, namespace, name);
        found.ifPresent(one -> one.path("data").properties().forEach(entry -> {
            String value = entry.getValue().asText();
            into.accept(entry.getKey(), resource.equals("secrets") ? decoded(value) : value);
        }));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException none) {
            return base64;
        }
    }

    private void system(String own) {
        for (String folder : new String[] {"/app", "/bin", "/dev", "/etc", "/home", "/proc", "/root", "/tmp", "/usr/bin", "/var/log"}) {
            folder(folder);
        }
        files.put("/app/" + own, "");
        files.put("/etc/hostname", host + "\n");
        files.put("/etc/os-release", "NAME=\"Demo Linux\"\nID=demo\nPRETTY_NAME=\"Demo Linux, a cluster in memory\"\n");
        files.put("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n");
        files.put("/etc/hosts", "127.0.0.1\tlocalhost\n" + Json.text(pod, "status", "podIP") + "\t" + host + "\n");
        files.put("/etc/resolv.conf", "search " + namespace + ".svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.100.0.10\noptions ndots:5\n");
        files.put("/proc/version", "Linux version 6.12.40 (demo) #1 SMP\n");
        Commands.NAMES.forEach(name -> files.put("/bin/" + name, ""));
        String account = "/var/run/secrets/kubernetes.io/serviceaccount/";
        files.put(account + "namespace", namespace);
        files.put(account + "token", "a token that opens nothing\n");
    }

    private void mounts(JsonNode spec) {
        for (JsonNode mount : spec.path("volumeMounts")) {
            String path = Json.text(mount, "mountPath").replaceAll("/+$", "");
            folder(path);
            for (JsonNode volume : Json.at(pod, "spec", "volumes")) {
                if (Json.text(volume, "name").equals(Json.text(mount, "name"))) {
                    keys("configmaps", Json.text(volume, "configMap", "name"), (key, value) -> files.put(path + "/" + key, value));
                    keys("secrets", Json.text(volume, "secret", "secretName"), (key, value) -> files.put(path + "/" + key, value));
                }
            }
        }
    }

    void folder(String path) {
        for (String one = path; one.length() > 1; one = parent(one)) {
            folders.add(one);
        }
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    boolean isFolder(String path) {
        String below = path.equals("/") ? "/" : path + "/";
        return path.equals("/") || folders.contains(path) || files.keySet().stream().anyMatch(file -> file.startsWith(below));
    }

    /** Names directly in a folder; folders end in a slash. */
    TreeSet<String> inside(String folder) {
        String below = folder.equals("/") ? "/" : folder + "/";
        var names = new TreeSet<String>();
        for (String path : files.keySet()) {
            if (path.startsWith(below)) {
                String rest = path.substring(below.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        for (String path : folders) {
            if (path.startsWith(below) && path.length() > below.length()) {
                names.add(path.substring(below.length()).replaceAll("/.*", "") + "/");
            }
        }
        return names;
    }

    void remove(String path) {
        files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
        folders.removeIf(one -> one.equals(path) || one.startsWith(path + "/"));
    }

    /** An absolute path without dots. */
    String resolve(String path) {
        var parts = new ArrayList<String>();
        String whole = path.startsWith("/") ? path : environment.getOrDefault("PWD", "/") + "/" + path;
        for (String part : whole.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
