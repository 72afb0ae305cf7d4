package dev.fresnel.live.testing;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.HumanTime;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.Trust;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import dev.fresnel.switchboard.BundleCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An API server in memory, spoken to through the transport: Tables in lists and watches, reviews, and trouble on demand. */
public final class FakeApi implements Transport, Clusters {
    public static final String CLUSTER = "test";
    public final JsonCodec json = new BundleCodec();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final Set<String> denied = ConcurrentHashMap.newKeySet();
    /** Who sent it, then the request. */
    public final List<String> sent = new CopyOnWriteArrayList<>();
    /** {@code key-ann list pods }: as {@link #denied}, for one principal. */
    public final Set<String> deniedTo = ConcurrentHashMap.newKeySet();
    /** Keys of principals whose credential is not known any more. */
    public final Set<String> revoked = ConcurrentHashMap.newKeySet();
    /** Told of each list that begins; when it is there, lists take their time. */
    public volatile @Nullable Runnable onList;
    /** Lists under way, and the most there were. */
    public final AtomicInteger underWay = new AtomicInteger();
    public final AtomicInteger most = new AtomicInteger();
    public volatile Trust trust = Trust.NONE;
    /** Whether somebody else serves pods. */
    public volatile boolean aggregated;
    public volatile boolean streams = true;
    /** {@code ,Extra} adds a column to pods. */
    public volatile String moreColumns = "";
    public volatile int reviewStatus = 201;
    /** Of every object from now on. */
    public volatile String managedFields = "{\"manager\":\"MANAGED-CANARY\"}";
    private final java.util.concurrent.atomic.AtomicInteger reviews = new java.util.concurrent.atomic.AtomicInteger();
    public volatile boolean down;
    /** Whether rules reviews are complete. */
    public volatile boolean hints;
    /** Whether there is metrics.k8s.io. */
    public volatile boolean metrics;
    /** Whether namespaces can be discovered. */
    public volatile boolean namespaces;
    /** The one pod that may be read by name; empty = hints say something else. */
    public volatile String byName = "";
    /** Whether that is granted as a list with a selector of its name, else as a get. */
    public volatile boolean byList;
    /** Whether lists never end. */
    public volatile boolean slow;
    /** What the next request is answered that is no review. */
    public volatile int nextStatus;
    public volatile String retryAfter = "";
    private final Map<String, Pod> objects = new TreeMap<>();
    private final List<Happened> history = new ArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ClusterInfo known;
    private long version = 100;
    private long expired;

    /** One object; enough of a pod. */
    public record Pod(
            String resource, String namespace, String name, String uid, long created, Map<String, String> labels, List<String> cells,
            String body, long version) {
        String key() {
            return resource + "/" + namespace + "/" + name;
        }
    }

    // ---- the world

    public synchronized Pod put(String namespace, String name, Map<String, String> labels, String ready, String status, int restarts, String body) {
        return put("pods", namespace, name, labels, List.of(ready, status, Integer.toString(restarts), "10.0.0.1", "node-1"), body);
    }

    public synchronized Pod put(String resource, String namespace, String name, Map<String, String> labels, List<String> cells, String body) {
        String key = resource + "/" + namespace + "/" + name;
        Pod old = objects.get(key);
        String uid = old == null ? "uid-" + name + "-" + version : old.uid;
        long created = old == null ? System.currentTimeMillis() / 1000 * 1000 - 60_000 : old.created;
        Pod now = new Pod(resource, namespace, name, uid, created, labels, cells, body, ++version);
        objects.put(key, now);
        tell(old == null ? "ADDED" : "MODIFIED", now);
        return now;
    }

    public synchronized void delete(String resource, String namespace, String name) {
        Pod old = objects.remove(resource + "/" + namespace + "/" + name);
        if (old != null) {
            version++;
            tell("DELETED", new Pod(old.resource, old.namespace, old.name, old.uid, old.created, old.labels, old.cells, old.body, version));
        }
    }

    private record Happened(String type, Pod pod) {}

    private void tell(String type, Pod pod) {
        history.add(new Happened(type, pod));
        for (Watch watch : watches) {
            watch.event(type, pod);
        }
    }

    /** Lists that were slow are complete. */
    public synchronized void hurry() {
        slow = false;
        watches.forEach(watch -> watch.bookmark(true));
    }

    public synchronized void bookmark() {
        watches.forEach(watch -> watch.bookmark(false));
    }

    /** All watches break, as when the network does; one that begins meanwhile is not forgotten. */
    public synchronized void disconnect() {
        watches.forEach(Watch::fail);
        watches.clear();
    }

    /** All watches end with 410; what they had cannot be resumed. */
    public synchronized void expire() {
        expired = ++version;
        for (Watch watch : watches) {
            watch.line("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                    + "\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}");
            watch.end();
        }
        watches.clear();
    }

    public synchronized List<Pod> all() {
        return List.copyOf(objects.values());
    }

    public int watching() {
        watches.removeIf(watch -> watch.closed);
        return watches.size();
    }

    public long asked(String part) {
        return requests.stream().filter(request -> request.contains(part)).count();
    }

    // ---- transport

    @Override
    public UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request) {
        requests.add(request.method() + " " + request.target());
        sent.add(principal.key() + " " + request.method() + " " + request.target());
        if (down) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_DOWN", "connection refused");
        }
        String target = request.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = query(mark < 0 ? "" : target.substring(mark + 1));
        if (path.endsWith("/selfsubjectrulesreviews")) {
            return rules(principal, request);
        }
        if (path.endsWith("/selfsubjectaccessreviews")) {
            return revoked.contains(principal.key()) ? status(401, "Unauthorized") : review(principal, request);
        }
        if (nextStatus != 0) {
            int status = nextStatus;
            nextStatus = 0;
            return status(status, "trouble");
        }
        if (revoked.contains(principal.key())) {
            return status(401, "Unauthorized");
        }
        String[] api = path.split("/", 5);
        boolean grouped = api[1].equals("apis");
        String[] parts = grouped ? api[4].split("/") : path.substring("/api/v1/".length()).split("/");
        String namespace = parts[0].equals("namespaces") && parts.length > 2 ? parts[1] : "";
        String resource = (namespace.isEmpty() ? parts[0] : parts[2]) + (grouped ? "." + api[2] : "");
        String name = parts.length == (namespace.isEmpty() ? 2 : 4) ? parts[parts.length - 1] : "";
        String verb = !name.isEmpty() ? "get" : query.containsKey("watch") ? "watch" : "list";
        boolean granted = byList && query.getOrDefault("fieldSelector", "").equals("metadata.name=" + byName);
        if (!granted && denied(principal, verb + " " + resource + " ", namespace)) {
            return status(403, resource + " is forbidden: User \\\"test\\\" cannot " + verb + " resource");
        }
        boolean table = String.join(",", request.headers().getOrDefault("Accept", List.of())).contains("as=Table");
        return switch (verb) {
            case "get" -> get(resource, namespace, name, table);
            case "list" -> list(resource, namespace, query, table);
            default -> watch(principal.key(), resource, namespace, query, table);
        };
    }

    /** Who may not see all may not see the default namespace either, which is looked at when nothing else is known. */
    private boolean denied(Principal principal, String what, String namespace) {
        return !namespace.equals("default") ? refused(principal, what, namespace)
                : refused(principal, what, namespace) || refused(principal, what, "");
    }

    private boolean refused(Principal principal, String what, String namespace) {
        return denied.contains(what + namespace) || denied.contains(what + "*")
                || deniedTo.contains(principal.key() + " " + what + namespace) || deniedTo.contains(principal.key() + " " + what + "*");
    }

    /** How many watches are open for that principal's requests. */
    public long watchesBy(Principal principal) {
        return watches.stream().filter(watch -> !watch.closed && watch.by.equals(principal.key())).count();
    }

    private synchronized UpstreamResponse get(String resource, String namespace, String name, boolean table) {
        Pod pod = objects.get(resource + "/" + namespace + "/" + name);
        if (table && pod != null) {
            return answer(200, "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"" + pod.version + "\"},\"columnDefinitions\":"
                    + columns(resource) + ",\"rows\":[" + row(pod, "Object") + "]}");
        }
        return pod == null ? status(404, "not found") : answer(200, object(pod, "Object"));
    }

    /** Says everything by its incompleteness, unless it is told to hint. */
    private UpstreamResponse rules(Principal principal, UpstreamRequest request) {
        String namespace = json.parse(request.body(), 100_000).at("/spec/namespace").text();
        requests.add("RULES " + namespace);
        boolean none = hints && denied(principal, "list pods ", namespace);
        String verbs = none ? "[]" : "[\"*\"]";
        if (!byName.isEmpty()) {
            return answer(201, "{\"kind\":\"SelfSubjectRulesReview\",\"status\":{\"incomplete\":false,\"resourceRules\":[{\"verbs\":[\"" + (byList ? "list" : "get") + "\"],\"apiGroups\":[\"\"],"
                    + "\"resources\":[\"pods\"],\"resourceNames\":[\"" + byName + "\"]}]}}");
        }
        return answer(201, "{\"kind\":\"SelfSubjectRulesReview\",\"status\":{\"incomplete\":" + !hints
                + ",\"resourceRules\":[{\"verbs\":" + verbs + ",\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]}}");
    }

    /** How often access was reviewed. */
    public int reviews() {
        return reviews.get();
    }

    private UpstreamResponse review(Principal principal, UpstreamRequest request) {
        reviews.incrementAndGet();
        if (reviewStatus != 201) {
            return status(reviewStatus, "no reviews here");
        }
        Json attributes = json.parse(request.body(), 100_000).at("/spec/resourceAttributes");
        String group = attributes.get("group").text();
        String what = attributes.get("verb").text() + " " + attributes.get("resource").text() + (group.isEmpty() ? "" : "." + group) + " ";
        boolean no = denied(principal, what, attributes.get("namespace").text());
        return answer(201, "{\"kind\":\"SelfSubjectAccessReview\",\"status\":{\"allowed\":" + !no + "}}");
    }

    private synchronized UpstreamResponse list(String resource, String namespace, Map<String, String> query, boolean table) {
        List<Pod> found = objects.values().stream()
                .filter(pod -> pod.resource.equals(resource) && (namespace.isEmpty() || pod.namespace.equals(namespace)))
                .filter(pod -> query.getOrDefault("fieldSelector", "metadata.name=" + pod.name).equals("metadata.name=" + pod.name))
                .filter(pod -> !query.containsKey("labelSelector") || pod.labels.entrySet().stream()
                        .anyMatch(one -> query.get("labelSelector").equals(one.getKey() + "=" + one.getValue())))
                .toList();
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int limit = Math.min(Integer.parseInt(query.getOrDefault("limit", "100000")), 7);
        int to = Math.min(found.size(), from + limit);
        String remaining = query.containsKey("labelSelector") ? "" : "\"remainingItemCount\":" + (found.size() - to) + ",";
        String next = to < found.size() ? "\"continue\":\"" + to + "\"," + remaining : "";
        String rows = found.subList(from, to).stream()
                .map(pod -> row(pod, query.getOrDefault("includeObject", "Metadata")))
                .collect(Collectors.joining(","));
        return answer(200, "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{" + next + "\"resourceVersion\":\"" + version
                + "\"},\"columnDefinitions\":" + columns(resource) + ",\"rows\":[" + rows + "]}");
    }

    private synchronized UpstreamResponse watch(String by, String resource, String namespace, Map<String, String> query, boolean table) {
        boolean initial = query.containsKey("sendInitialEvents");
        if (initial && !streams) {
            return status(422, "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
        }
        long from = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        if (!initial && from < expired) {
            return status(410, "too old resource version");
        }
        Watch watch = new Watch(by, resource, namespace, query.getOrDefault("includeObject", "Object"), table,
                query.getOrDefault("fieldSelector", "").replace("metadata.name=", ""));
        if (initial) {
            objects.values().forEach(pod -> watch.event("ADDED", pod));
            Runnable told = onList;
            if (told != null) {
                told.run();
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                Thread.ofVirtual().start(() -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                    complete(watch);
                });
            } else if (!slow) {
                watch.bookmark(true);
            }
        } else {
            history.stream().filter(one -> one.pod.version > from).forEach(one -> watch.event(one.type, one.pod));
        }
        watches.add(watch);
        return watch;
    }

    private synchronized void complete(Watch watch) {
        underWay.decrementAndGet();
        watch.bookmark(true);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int at = pair.indexOf('=');
            out.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return out;
    }

    // ---- JSON

    private String columns(String resource) {
        String names = resource.equals("secrets") ? "Name,Type,Data,Age" : "Name,Ready,Status,Restarts,Age,IP,Node" + moreColumns;
        List<String> out = new ArrayList<>();
        for (String name : names.split(",")) {
            int priority = name.equals("IP") || name.equals("Node") ? 1 : 0;
            out.add("{\"name\":\"" + name + "\",\"type\":\"string\",\"format\":\"\",\"description\":\"The " + name + "\",\"priority\":" + priority + "}");
        }
        return "[" + String.join(",", out) + "]";
    }

    private String row(Pod pod, String include) {
        List<String> cells = new ArrayList<>(pod.cells);
        cells.addFirst(pod.name);
        cells.add(pod.resource.equals("secrets") ? 3 : 4, HumanTime.since(pod.created, System.currentTimeMillis()));
        String texts = cells.stream().map(cell -> "\"" + cell + "\"").collect(Collectors.joining(","));
        return "{\"cells\":[" + texts + "],\"object\":" + object(pod, include) + "}";
    }

    private String object(Pod pod, String include) {
        String labels = pod.labels.entrySet().stream()
                .map(label -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
                .collect(Collectors.joining(","));
        String namespace = pod.namespace.isEmpty() ? "" : "\"namespace\":\"" + pod.namespace + "\",";
        String metadata = "\"metadata\":{\"name\":\"" + pod.name + "\"," + namespace + "\"uid\":\"" + pod.uid + "\",\"resourceVersion\":\""
                + pod.version + "\",\"creationTimestamp\":\"" + Instant.ofEpochMilli(pod.created) + "\",\"labels\":{" + labels
                + "},\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":\"APPLIED-CANARY\"},"
                + "\"managedFields\":[" + managedFields + "]}";
        boolean whole = include.equals("Object");
        String kind = whole ? pod.resource.equals("secrets") ? "Secret" : "Pod" : "PartialObjectMetadata";
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\"," + metadata + (whole && !pod.body.isEmpty() ? "," + pod.body : "") + "}";
    }

    private static UpstreamResponse status(int code, String message) {
        return answer(code, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"" + message
                + "\",\"code\":" + code + "}");
    }

    private static UpstreamResponse answer(int status, String text) {
        InputStream body = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new UpstreamResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public Map<String, List<String>> headers() {
                return status == 429 ? Map.of("retry-after", List.of("1")) : Map.of();
            }

            @Override
            public InputStream body() {
                return body;
            }

            @Override
            public void close() {}
        };
    }

    /** One open watch: its body is fed line by line. */
    private final class Watch extends InputStream implements UpstreamResponse {
        private static final byte[] END = {};
        private static final byte[] BROKEN = {1};
        private final String by;
        private final String resource;
        private final String namespace;
        private final String include;
        private final boolean table;
        private final String name;
        private final LinkedBlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
        private boolean first = true;
        private byte[] line = END;
        private int at;
        volatile boolean closed;

        Watch(String by, String resource, String namespace, String include, boolean table, String name) {
            this.by = by;
            this.resource = resource;
            this.namespace = namespace;
            this.include = include;
            this.table = table;
            this.name = name;
        }

        void event(String type, Pod pod) {
            boolean here = pod.resource.equals(resource) && (namespace.isEmpty() || pod.namespace.equals(namespace))
                    && (name.isEmpty() || pod.name.equals(name));
            if (here) {
                line("{\"type\":\"" + type + "\",\"object\":" + (table ? tabled(row(pod, include)) : object(pod, include)) + "}");
            }
        }

        void bookmark(boolean initial) {
            String note = initial ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
            String object = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                    + "\",\"creationTimestamp\":null" + note + "}}";
            line("{\"type\":\"BOOKMARK\",\"object\":" + (table ? tabled("{\"cells\":[],\"object\":" + object + "}") : object) + "}");
        }

        private String tabled(String row) {
            String columns = first ? columns(resource) : "null";
            first = false;
            return "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\"\"},\"columnDefinitions\":" + columns
                    + ",\"rows\":[" + row + "]}";
        }

        void line(String text) {
            lines.add((text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void end() {
            lines.add(END);
        }

        void fail() {
            lines.add(BROKEN);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == line.length) {
                try {
                    line = lines.take();
                } catch (InterruptedException end) {
                    throw new IOException("interrupted");
                }
                at = 0;
                if (line == END) {
                    lines.add(END);
                    return -1;
                }
                if (line == BROKEN || closed) {
                    throw new IOException("connection reset");
                }
            }
            int count = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public InputStream body() {
            return this;
        }

        @Override
        public void close() {
            closed = true;
            lines.add(BROKEN);
        }
    }

    // ---- clusters

    public static final ServedKind PODS = new ServedKind(
            Kind.POD, List.of("get", "list", "watch"), List.of("po"), List.of("all"), false, false);
    public static final ServedKind SECRETS = new ServedKind(
            Kind.SECRET, List.of("get", "list", "watch"), List.of(), List.of(), false, false);
    public static final ServedKind LISTED = new ServedKind(
            new Kind("", "v1", "componentstatuses", "ComponentStatus", false), List.of("get", "list"), List.of(), List.of(), false, false);

    @Override
    public List<ClusterInfo> list(Principal principal) {
        return List.of();
    }

    @Override
    public Optional<ClusterInfo> find(Principal principal, String id) {
        return Optional.ofNullable(known);
    }

    @Override
    public Discovery discovery(Principal principal, String id) {
        if (!id.startsWith(CLUSTER)) {
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "There is no cluster " + id + ".");
        }
        ServedKind pods = new ServedKind(PODS.kind(), PODS.verbs(), PODS.shortNames(), PODS.categories(), false, aggregated);
        List<ServedKind> kinds = new ArrayList<>(List.of(pods, SECRETS, LISTED));
        if (namespaces) {
            kinds.add(new ServedKind(new Kind("", "v1", "namespaces", "Namespace", false), PODS.verbs(), List.of("ns"), List.of(), false, false));
        }
        if (metrics) {
            kinds.add(new ServedKind(new Kind("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true), List.of("get", "list"), List.of(), List.of(), false, true));
        }
        return new Discovery(kinds, List.of());
    }

    @Override
    public Trust trust(Principal principal, String id) {
        return trust;
    }

    /** The cluster is another one, or not there, from now on. */
    public void changed(Trust now, @Nullable ClusterInfo info) {
        trust = now;
        known = info;
        listeners.forEach(listener -> listener.changed(CLUSTER));
    }

    @Override
    public AutoCloseable watch(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

}
