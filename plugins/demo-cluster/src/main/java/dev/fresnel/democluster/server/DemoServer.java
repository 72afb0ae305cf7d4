package dev.fresnel.democluster.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A small Kubernetes API server in memory: one request in, one answer out, no socket and no thread of its own. */
public final class DemoServer implements AutoCloseable {
    private static final Set<String> PROGRAMS = Set.of("exec", "attach", "portforward");

    private final Cluster cluster;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Reading reading;
    private final Writing writing;
    private final Bodies bodies;
    private final Subresources subresources;
    private final Logs logs;
    private final Programs programs;
    private final Usage usage;

    public DemoServer(Cluster cluster, Kubelet kubelet) {
        this.cluster = cluster;
        this.discovery = new Discovery(cluster.types());
        this.openApi = new OpenApi(cluster);
        this.reading = new Reading(cluster, new Tables(cluster.types(), cluster.clock()));
        this.bodies = new Bodies(cluster.schemas());
        this.writing = new Writing(cluster, reading, bodies);
        this.subresources = new Subresources(cluster, reading, writing, bodies);
        this.logs = new Logs(cluster, kubelet);
        this.programs = new Programs(cluster, kubelet);
        this.usage = new Usage(cluster, kubelet);
    }

    /** Answers a request; a refusal is an answer too, as a {@code Status}. */
    public DemoResponse handle(DemoRequest request) {
        try {
            return route(request);
        } catch (ApiFailure e) {
            return DemoResponse.json(e.code(), e.status());
        }
    }

    /** Ends all watches and followed logs. */
    @Override
    public void close() {
        cluster.store().close();
    }

    private DemoResponse route(DemoRequest request) {
        List<String> path = segments(request.path());
        Query query = Query.of(request.query());
        String accept = request.header().apply("Accept");
        String first = path.isEmpty() ? "" : path.getFirst();
        return switch (first) {
            case "api", "apis" -> api(path, request, query, accept);
            case "openapi" -> openApi(path);
            case "version" -> DemoResponse.json(200, Version.info());
            case "healthz", "livez", "readyz" -> DemoResponse.bytes(200, "text/plain; charset=utf-8", new byte[] {'o', 'k'});
            case "" -> root();
            default -> throw ApiFailure.noRoute();
        };
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                segments.add(Query.decode(part.replace("+", "%2B")));
            }
        }
        return segments;
    }

    private DemoResponse root() {
        List<String> paths = new ArrayList<>(List.of("/api", "/api/v1", "/apis"));
        cluster.types().groups().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                paths.add("/apis/" + group);
                versions.forEach(version -> paths.add("/apis/" + group + "/" + version));
            }
        });
        paths.addAll(List.of("/healthz", "/livez", "/openapi/v3", "/readyz", "/version"));
        var body = Json.object();
        body.set("paths", Json.texts(paths));
        return DemoResponse.json(200, body);
    }

    private DemoResponse openApi(List<String> path) {
        if (path.size() < 2 || !path.get(1).equals("v3")) {
            throw ApiFailure.notAcceptable("OpenAPI v3 at /openapi/v3");
        }
        return switch (path.size()) {
            case 2 -> openApi.index();
            case 4 -> openApi.document("", path.get(3));
            case 5 -> openApi.document(path.get(3), path.get(4));
            default -> throw ApiFailure.noRoute();
        };
    }

    private DemoResponse api(List<String> path, DemoRequest request, Query query, String accept) {
        boolean core = path.getFirst().equals("api");
        if (path.size() == 1) {
            Accepted accepted = Accepted.of(accept);
            return core ? discovery.legacyVersions(accepted) : discovery.groups(accepted);
        }
        if (core && path.size() == 2) {
            return discovery.resources("", path.get(1));
        }
        if (!core && path.size() <= 3) {
            return path.size() == 2 ? discovery.group(path.get(1)) : discovery.resources(path.get(1), path.get(2));
        }
        Target target = Target.of(path, cluster.types());
        return resource(target, request, query, accept);
    }

    private DemoResponse resource(Target target, DemoRequest request, Query query, String accept) {
        String method = request.method().toUpperCase(Locale.ROOT);
        ResourceType type = target.type();
        if (type.group().equals("metrics.k8s.io")) {
            only(method, "GET");
            return usage.answer(target, query);
        }
        if (!type.verbs().contains("get") && !type.verbs().contains("list") && target.sub().isEmpty()) {
            only(method, "POST");
            return DemoResponse.json(201, Reviews.answer(type, bodies.object(request), cluster.clock().instant()));
        }
        if (target.sub().equals("log")) {
            only(method, "GET");
            return logs.answer(target, query);
        }
        if (PROGRAMS.contains(target.sub())) {
            return programs.answer(target, request, query);
        }
        if (!target.sub().isEmpty()) {
            var own = subresources.answer(target, request, query);
            if (own.isPresent()) {
                return own.get();
            }
        }
        Accepted accepted = Accepted.of(accept);
        return target.collection() ? collection(target, method, request, query, accepted) : single(target, method, request, query, accepted);
    }

    private DemoResponse collection(Target target, String method, DemoRequest request, Query query, Accepted accepted) {
        return switch (method) {
            case "GET", "HEAD" -> reading.collection(target, accepted, query);
            case "POST" -> writing.create(target, request, query, accepted);
            case "DELETE" -> writing.deleteAll(target, request, query, accepted);
            default -> throw ApiFailure.notAllowed();
        };
    }

    private DemoResponse single(Target target, String method, DemoRequest request, Query query, Accepted accepted) {
        return switch (method) {
            case "GET", "HEAD" -> query.flag("watch") ? reading.collection(named(target), accepted, withName(query, target.name()))
                    : reading.get(target, accepted, query);
            case "PUT" -> writing.update(target, request, query, accepted);
            case "PATCH" -> writing.patch(target, request, query, accepted);
            case "DELETE" -> writing.delete(target, request, query, accepted);
            default -> throw ApiFailure.notAllowed();
        };
    }

    private static Target named(Target target) {
        return new Target(target.type(), target.namespace(), "", "");
    }

    private static Query withName(Query query, String name) {
        var values = new java.util.HashMap<>(query.values());
        values.put("fieldSelector", List.of("metadata.name=" + name));
        return new Query(values);
    }

    private static void only(String method, String wanted) {
        if (!method.equals(wanted)) {
            throw ApiFailure.notAllowed();
        }
    }
}
