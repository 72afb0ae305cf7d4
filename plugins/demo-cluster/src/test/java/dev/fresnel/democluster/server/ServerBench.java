package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server without a world, at a time that the test moves, and requests in one line each. */
public final class ServerBench implements InstantSource {
    public static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    public final Cluster cluster = new Cluster(new Types(), new Names(7), this);
    public final DemoServer server = new DemoServer(cluster, new Kubelet() {
        @Override
        public List<Line> lines(ObjectNode pod, String container, boolean previous, Instant after, Instant until, int tail) {
            return List.of(new Line(now, "a line of " + container));
        }

        @Override
        public int run(ObjectNode pod, String container, List<String> command, Terminal terminal) {
            return 0;
        }

        @Override
        public byte[] answer(ObjectNode pod, int port, String head) {
            return new byte[0];
        }

        @Override
        public Optional<ObjectNode> podUsage(ObjectNode pod, Instant at) {
            return Optional.empty();
        }

        @Override
        public Optional<ObjectNode> nodeUsage(ObjectNode node, Instant at) {
            return Optional.of(Json.object().put("cpu", "5m").put("memory", "7Ki"));
        }
    });

    ServerBench() {
        for (String name : List.of("default", "other")) {
            cluster.create("namespaces", object("{'metadata':{'name':'" + name + "'}}"));
        }
    }

    record Answer(int status, JsonNode body, Map<String, List<String>> headers) {
        String text(String... path) {
            return Json.text(body, path);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.replace('\'', '"'));
    }

    Answer get(String path) {
        return call("GET", path, "", "");
    }

    Answer table(String path) {
        return call("GET", path, "", "", "Accept", TABLE);
    }

    Answer post(String path, String json) {
        return call("POST", path, json, "application/json");
    }

    Answer put(String path, String json) {
        return call("PUT", path, json, "application/json");
    }

    Answer delete(String path) {
        return call("DELETE", path, "", "");
    }

    Answer patch(String path, String kind, String json) {
        return call("PATCH", path, json, kind.equals("apply") ? "application/apply-patch+yaml" : "application/" + kind + "-patch+json");
    }

    Answer call(String method, String path, String body, String type, String... headers) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        DemoResponse answer = server.handle(request(method, path, bytes, type, headers));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            answer.body().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] text = out.toByteArray();
        return new Answer(answer.status(), text.length > 0 && (text[0] == '{' || text[0] == '[') ? Json.parse(text)
                : Json.text(out.toString(StandardCharsets.UTF_8)), answer.headers());
    }

    DemoRequest request(String method, String path, byte[] body, String type, String... headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Content-Type", type);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        int cut = path.indexOf('?');
        return new DemoRequest(method, cut < 0 ? path : path.substring(0, cut), cut < 0 ? "" : path.substring(cut + 1),
                name -> all.getOrDefault(name, ""), new ByteArrayInputStream(body));
    }

    static String deployment(String name) {
        return "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'" + name + "'},'spec':{'selector':{'matchLabels':{'app':'" + name
                + "'}},'template':{'metadata':{'labels':{'app':'" + name + "'}},'spec':{'containers':[{'name':'c','image':'nginx:1','ports':[{'containerPort':80}]}]}}}}";
    }

    static String pod(String name, String labels) {
        return "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" + name + "','labels':" + labels
                + "},'spec':{'containers':[{'name':'c','image':'busybox'}]}}";
    }

    static String config(String name) {
        return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'},'data':{'a':'1'}}";
    }
}
