package dev.fresnel.live;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Rows;
import dev.fresnel.api.view.View;
import dev.fresnel.live.function.Sight;
import dev.fresnel.live.rows.Fields;
import dev.fresnel.live.rows.Labels;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Askers;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.PlainObject;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Single;
import dev.fresnel.live.store.Visible;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One cluster through the eyes of one principal: lists and counts from the store, single objects from the API server. */
final class StoreView implements CallersView {
    /** How long a call waits for a list that is not there yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LiveStore store;
    private final Clusters clusters;
    private final Rights rights;
    private final Principal principal;
    private final String cluster;

    StoreView(LiveStore store, Clusters clusters, Principal principal, String cluster) {
        this(store, clusters, new ReviewedRights(store), principal, cluster);
    }

    StoreView(LiveStore store, Clusters clusters, Rights rights, Principal principal, String cluster) {
        this.store = store;
        this.clusters = clusters;
        this.rights = rights;
        this.principal = principal;
        this.cluster = cluster;
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Answer<Boolean> may(String verb, String resource, String namespace) {
        return answer("create", "selfsubjectaccessreviews.authorization.k8s.io", "", () ->
                rights.may(principal, cluster, List.of(new Rights.Right(verb, resource, namespace))).getFirst());
    }

    @Override
    public Answer<Optional<Kind>> kind(String resourceAndGroup) {
        return served(kind -> kind.id().equals(resourceAndGroup));
    }

    @Override
    public Answer<Optional<Kind>> kind(String apiVersion, String kind) {
        return served(one -> one.apiVersion().equals(apiVersion) && one.kind().equals(kind));
    }

    private Answer<Optional<Kind>> served(Function<Kind, Boolean> wanted) {
        return answer("get", "", "", () -> new Answer.Known<>(
                clusters.discovery(principal, cluster).kinds().stream().map(ServedKind::kind).filter(wanted::apply).findFirst(),
                Instant.now()));
    }

    @Override
    public Answer<Long> count(Kind kind) {
        return seen(kind, "", parts -> {
            long sum = 0;
            for (Partition part : parts) {
                var counts = part.counts();
                sum += counts == null ? 0 : counts.values().stream().mapToLong(Integer::longValue).sum();
            }
            return sum;
        });
    }

    @Override
    public Answer<List<KubeObject>> list(Kind kind, Selector selector) {
        Labels labels = Labels.parse(selector.labels());
        Fields fields = Fields.parse(selector.fields(), kind.id());
        return seen(kind, selector.namespace(), parts -> {
            List<KubeObject> found = new ArrayList<>();
            for (Partition part : parts) {
                for (Row row : part.snapshot(null).rows()) {
                    if (labels.test(row) && fields.test(row)) {
                        found.add(part.object(row));
                    }
                }
            }
            return found;
        });
    }

    /** What the eyes of a view see, with health. */
    static Sight sight(View view) {
        if (!(view instanceof StoreView ours)) {
            throw new IllegalArgumentException("The view is none of the live store's: " + view.getClass().getName());
        }
        return (kind, namespace) -> ours.seen(kind, namespace, parts -> {
            List<Sight.Seen> seen = new ArrayList<>();
            for (Partition part : parts) {
                for (Row row : part.snapshot(null).rows()) {
                    seen.add(new Sight.Seen(part.object(row), row.health()));
                }
            }
            return seen;
        });
    }

    @Override
    public Answer<Rows> rows(Query query) {
        Selector selector = query.selector();
        Labels labels = Labels.parse(selector.labels());
        Fields fields = Fields.parse(selector.fields(), query.kind().id());
        return seen(query.kind(), selector.namespace(), parts -> new Part(query, labels, fields).of(parts));
    }

    @Override
    public Answer<Optional<KubeObject>> get(ObjectRef ref) {
        if (!ref.cluster().isEmpty() && !ref.cluster().equals(cluster)) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_OTHER_CLUSTER", "This view is of " + cluster + ", not of " + ref.cluster() + ".");
        }
        return answer("get", ref.kind().id(), ref.namespace(), () -> {
            ServedKind served = store.live().kind(principal, cluster, ref.kind().id());
            Scope scope = new Scope(cluster, served, served.kind().namespaced() ? ref.namespace() : "");
            Optional<KubeObject> found = new Single(store.transport(), store.live().weather(), principal, scope, ref.name())
                    .get()
                    .map(object -> new PlainObject(scope, object, store.json()));
            return new Answer.Known<>(found, Instant.now());
        });
    }

    /** Joins through the gate, waits for the list, and lets go again; the store stays warm for a while. */
    private <T> Answer<T> seen(Kind kind, String namespace, Function<List<Partition>, T> look) {
        String caller = Askers.caller();
        return answer("list", kind.id(), namespace, () -> {
            store.live().askers().note(caller, new Askers.Wanted(cluster, kind.id(), namespace));
            Scope all = new Scope(cluster, store.live().kind(principal, cluster, kind.id()), "");
            Set<String> namespaces = namespace.isEmpty() ? Set.of() : Set.of(namespace);
            List<Visible<Partition>> visible = store.live().join(principal, all, namespaces, lost -> {}, partly -> {});
            try {
                return look(visible, look, kind, namespace);
            } finally {
                visible.forEach(Visible::close);
            }
        });
    }

    private static <T> Answer<T> look(List<Visible<Partition>> visible, Function<List<Partition>, T> look, Kind kind, String namespace) {
        List<Partition> parts = new ArrayList<>();
        Instant asOf = Instant.now();
        try {
            for (Visible<Partition> one : visible) {
                boolean there = one.value().await(PATIENCE);
                Age age = one.value().age();
                if (age.state() == Age.State.FORBIDDEN) {
                    return new Answer.Forbidden<>("list", kind.id(), namespace);
                }
                if (!there) {
                    return age.state() == Age.State.UNREACHABLE || age.state() == Age.State.GONE
                            ? new Answer.Unreachable<>(Instant.ofEpochMilli(age.since()), age.detail())
                            : new Answer.Loading<>();
                }
                asOf = age.state() == Age.State.LIVE ? asOf : Instant.ofEpochMilli(age.since());
                parts.add(one.value());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return new Answer.Loading<>();
        }
        return new Answer.Known<>(look.apply(parts), asOf);
    }

    private static <T> Answer<T> answer(String verb, String resource, String namespace, Supplier<Answer<T>> ask) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(StoreView.class.getClassLoader()); // what begins here outlives the call, and its threads inherit this
        try {
            return ask.get();
        } catch (Problem problem) {
            return switch (problem.kind()) {
                case FORBIDDEN, UNAUTHENTICATED -> new Answer.Forbidden<>(verb, resource, namespace);
                case CLUSTER_DOWN, UPSTREAM_TIMEOUT, LIMITED -> new Answer.Unreachable<>(Instant.now(), problem.text());
                default -> throw problem;
            };
        } finally {
            thread.setContextClassLoader(callers);
        }
    }
}
