package dev.fresnel.kubernetes.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.Clusters.Discovery;
import dev.fresnel.spi.transport.Clusters.GroupProblem;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Finds out which kinds a cluster serves to one principal, and remembers what need not be asked again. */
final class Discoverer {
    private static final String CORE = "/api";
    private static final String OTHERS = "/apis";
    private static final long ORIGINS = 60_000_000_000L;

    private final Asker asker;
    private Part core = Part.NONE;
    private Part others = Part.NONE;
    private Origins origins = Origins.UNKNOWN;
    private long originsAt;

    /** One of the two documents, with its tag. */
    private record Part(String etag, Groups groups) {
        static final Part NONE = new Part("", Groups.NONE);
    }

    Discoverer(Asker asker) {
        this.asker = asker;
    }

    /** @throws Problem UNAUTHENTICATED, FORBIDDEN, CLUSTER_DOWN… when nothing can be said at all */
    Discovery discover() {
        Part coreNow = part(CORE, core);
        Part othersNow = part(OTHERS, others);
        // Who serves a group may change without a change of what it serves.
        if (othersNow != others || origins == Origins.UNKNOWN || System.nanoTime() - originsAt > ORIGINS) {
            origins = Origins.ask(asker);
            originsAt = System.nanoTime();
        }
        core = coreNow;
        others = othersNow;
        return result();
    }

    private Part part(String path, Part before) {
        Asker.Reply reply = asker.get(path, GroupsReader.AGGREGATED, before.etag);
        if (reply.status() == 304) {
            return before;
        }
        if (!reply.ok()) {
            // A server without groups of its own is a server too.
            if (reply.status() == 404 && path.equals(OTHERS)) {
                return Part.NONE;
            }
            throw Asker.refusal(reply.status(), path);
        }
        Groups groups = GroupsReader.aggregated(reply.document())
                ? GroupsReader.groups(reply.document())
                : plain(path, reply.document());
        Part now = new Part(GroupsReader.aggregated(reply.document()) ? reply.etag() : "", groups);
        return now.groups.equals(before.groups) && now.etag.equals(before.etag) ? before : now;
    }

    /** Asks for each version of each group, a few at a time. */
    private Groups plain(String path, JsonNode document) {
        List<Groups.Served> versions = GroupsReader.versions(document);
        var few = new Semaphore(8);
        var answers = new ArrayList<Future<Asker.Reply>>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fresnel-discovery-", 0).factory())) {
            for (Groups.Served version : versions) {
                answers.add(threads.submit(() -> {
                    few.acquire();
                    try {
                        return asker.get(path + "/" + GroupsReader.groupVersion(version.group(), version.version()), "application/json", "");
                    } finally {
                        few.release();
                    }
                }));
            }
        }
        var served = new ArrayList<Groups.Served>();
        var problems = new ArrayList<GroupProblem>();
        for (int i = 0; i < versions.size(); i++) {
            collect(versions.get(i), answers.get(i), served, problems);
        }
        return new Groups(served, problems);
    }

    private static void collect(
            Groups.Served version, Future<Asker.Reply> answer, List<Groups.Served> served, List<GroupProblem> problems) {
        String name = GroupsReader.groupVersion(version.group(), version.version());
        try {
            Asker.Reply reply = answer.get();
            if (reply.ok()) {
                served.add(new Groups.Served(
                        version.group(), version.version(), version.preferred(), GroupsReader.listed(reply.document())));
            } else {
                problems.add(new GroupProblem(name, "The API server answered " + reply.status() + "."));
            }
        } catch (ExecutionException e) {
            problems.add(new GroupProblem(name, String.valueOf(e.getCause().getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "INTERRUPTED", "The request was given up.");
        }
    }

    private Discovery result() {
        var versions = new ArrayList<>(core.groups.versions());
        versions.addAll(others.groups.versions());
        var kinds = new ArrayList<ServedKind>();
        versions.stream().filter(Groups.Served::preferred).forEach(version -> add(version, kinds));
        versions.stream().filter(version -> !version.preferred()).forEach(version -> add(version, kinds));
        var problems = new ArrayList<>(core.groups.problems());
        problems.addAll(others.groups.problems());
        return new Discovery(List.copyOf(kinds), List.copyOf(problems));
    }

    private void add(Groups.Served version, List<ServedKind> kinds) {
        for (Groups.Resource resource : version.resources()) {
            kinds.add(new ServedKind(
                    new Kind(version.group(), version.version(), resource.name(), resource.kind(), resource.namespaced()),
                    resource.verbs(),
                    resource.shortNames(),
                    resource.categories(),
                    origins.custom(version.group(), resource.name()),
                    origins.aggregated(version.group(), version.version())));
        }
    }
}
