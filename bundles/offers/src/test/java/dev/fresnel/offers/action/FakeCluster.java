package dev.fresnel.offers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Rows;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import dev.fresnel.switchboard.BundleCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An API server that knows Deployments, merge patches, dry runs, deletions; refusals on demand. */
final class FakeCluster implements Transport {
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    static final Principal ANN = new Principal("ann", "Ann", Principal.Door.LOCAL, Optional.empty());
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final JsonCodec json = new BundleCodec();
    final Map<String, ObjectNode> objects = new TreeMap<>();
    final List<String> requests = new ArrayList<>();
    /** Answers to the next writes that are no dry runs: a status, or 0 for the usual. */
    final Deque<Integer> next = new ArrayDeque<>();
    /** Puts back what a write changed, as a controller would. */
    boolean putsBack;

    void put(String name, int replicas, String more) {
        try {
            objects.put(path(name), (ObjectNode) MAPPER.readTree("""
                    {"metadata":{"name":"%s","namespace":"shop","uid":"uid-%s"%s},"spec":{"replicas":%d}}""".formatted(name, name, more, replicas)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int replicas(String name) {
        return objects.get(path(name)).at("/spec/replicas").asInt();
    }

    private static String path(String name) {
        return "/apis/apps/v1/namespaces/shop/deployments/" + name;
    }

    @Override
    public UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request) {
        requests.add(request.method() + " " + request.target());
        try {
            return answer(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UpstreamResponse answer(UpstreamRequest request) throws IOException {
        String path = request.target().split("\\?")[0];
        byte[] body = request.body().readAllBytes();
        // as an API server: the body of a deletion is all that counts
        boolean dry = request.method().equals("DELETE") ? MAPPER.readTree(body).has("dryRun") : request.target().contains("dryRun=All");
        ObjectNode object = objects.get(path);
        if (object == null) {
            return reply(404, "{\"message\":\"not found\"}");
        }
        if (request.method().equals("GET")) {
            return reply(200, object.toString());
        }
        int wanted = dry || next.isEmpty() ? 0 : next.poll();
        if (wanted != 0) {
            return reply(wanted, "{\"message\":\"said " + wanted + "\",\"details\":{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\".spec.replicas\",\"message\":\"conflict with hpa\"}]}}");
        }
        if (request.method().equals("DELETE")) {
            if (!dry) {
                objects.remove(path);
            }
            return reply(200, object.toString());
        }
        ObjectNode changed = object.deepCopy();
        merge(changed, MAPPER.readTree(body));
        if (!dry && !putsBack) {
            objects.put(path, changed);
        }
        return reply(200, changed.toString());
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isObject() && into.get(entry.getKey()) instanceof ObjectNode inner) {
                merge(inner, entry.getValue());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static UpstreamResponse reply(int status, String text) {
        return new UpstreamResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public Map<String, List<String>> headers() {
                return Map.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(text.getBytes());
            }

            @Override
            public void close() {}
        };
    }

    CallersView view() {
        return new Seen();
    }

    /** What Ann sees of it. */
    private final class Seen implements CallersView {
        @Override
        public Principal principal() {
            return ANN;
        }

        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public Answer<Optional<Kind>> kind(String resource) {
            return known(Optional.of(DEPLOYMENT).filter(kind -> kind.id().equals(resource)));
        }

        @Override
        public Answer<Optional<Kind>> kind(String apiVersion, String kind) {
            return known(Optional.empty());
        }

        @Override
        public Answer<Long> count(Kind kind) {
            return known((long) objects.size());
        }

        @Override
        public Answer<List<KubeObject>> list(Kind kind, Selector selector) {
            return known(List.of());
        }

        @Override
        public Answer<Rows> rows(Query query) {
            return known(new Rows(List.of(), 0, 0));
        }

        @Override
        public Answer<Optional<KubeObject>> get(ObjectRef ref) {
            ObjectNode found = objects.get(path(ref.name()));
            return known(found == null ? Optional.empty() : Optional.of(new Whole(ref, json.parse(found.toString().getBytes()))));
        }

        @Override
        public Answer<Boolean> may(String verb, String resource, String namespace) {
            return known(true);
        }

        private static <T> Answer<T> known(T value) {
            return new Answer.Known<>(value, Instant.EPOCH);
        }
    }

    private record Whole(ObjectRef ref, Json body) implements KubeObject {
        @Override
        public String uid() {
            return body.at("/metadata/uid").text();
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public Map<String, String> annotations() {
            return Map.of();
        }

        @Override
        public Instant created() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<Instant> deleted() {
            return Optional.empty();
        }

        @Override
        public List<Json> owners() {
            return List.of();
        }

        @Override
        public Json at(String pointer) {
            return body.at(pointer);
        }

        @Override
        public String cell(String column) {
            return "";
        }
    }
}
