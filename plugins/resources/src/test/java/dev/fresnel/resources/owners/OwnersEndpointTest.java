package dev.fresnel.resources.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Rows;
import dev.fresnel.api.view.View;
import dev.fresnel.resources.Fixture;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnersEndpointTest {
    private static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    private static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);

    private final Seen view = new Seen();
    private final OwnersEndpoint endpoint = new OwnersEndpoint();

    private void put(Kind kind, String name, String uid, String owners) {
        String namespace = kind.namespaced() ? "'namespace':'shop'," : "";
        var object = Fixture.of(kind, "{'metadata':{" + namespace + "'name':'" + name + "','uid':'" + uid + "','ownerReferences':[" + owners + "]}}");
        view.objects.put(kind.id() + "/" + name, new Answer.Known<>(Optional.of(object), Instant.EPOCH));
    }

    private static String owner(String apiVersion, String kind, String name, String uid) {
        return "{'apiVersion':'" + apiVersion + "','kind':'" + kind + "','name':'" + name + "','uid':'" + uid + "','controller':true}";
    }

    private List<OwnerChain.Owner> ask(String resource, String name) {
        var response = endpoint.handle(new Asked(view, Map.of("resource", resource, "namespace", "shop", "name", name)));
        return ((OwnersEndpoint.Owners) ((Response.Value) response.body()).value()).owners();
    }

    private static OwnerChain.Owner found(String resource, String namespace, String name, String kind) {
        return new OwnerChain.Owner("demo", resource, namespace, name, kind, true, Optional.empty());
    }

    @Test
    void theChainGoesUpToWhereNobodyOwns() {
        put(Kind.POD, "web-1", "p", "{'apiVersion':'v1','kind':'Node','name':'n1','uid':'n'}," + owner("apps/v1", "ReplicaSet", "web-abc", "r"));
        put(REPLICA_SET, "web-abc", "r", owner("apps/v1", "Deployment", "web", "d"));
        put(DEPLOYMENT, "web", "d", "");
        assertThat(ask("pods", "web-1"))
                .containsExactly(found("replicasets.apps", "shop", "web-abc", "ReplicaSet"), found("deployments.apps", "shop", "web", "Deployment"));
        assertThat(ask("deployments.apps", "web")).isEmpty();
    }

    @Test
    void anOwnerOutsideNamespacesHasNone() {
        put(Kind.POD, "static", "p", owner("v1", "Node", "n1", "n"));
        put(Kind.NODE, "n1", "n", "");
        assertThat(ask("pods", "static")).containsExactly(found("nodes", "", "n1", "Node"));
    }

    @Test
    void whatIsGoneReplacedOrHiddenIsSaid() {
        put(Kind.POD, "web-1", "p", owner("apps/v1", "ReplicaSet", "web-abc", "former"));
        put(REPLICA_SET, "web-abc", "new", "");
        assertThat(ask("pods", "web-1").getFirst().found()).as("same name, another object").isFalse();
        view.objects.remove("replicasets.apps/web-abc");
        assertThat(ask("pods", "web-1").getFirst()).matches(owner -> !owner.found() && owner.why().isEmpty());
        view.objects.put("replicasets.apps/web-abc", new Answer.Forbidden<>("get", "replicasets.apps", "shop"));
        assertThat(ask("pods", "web-1").getFirst().why()).contains("forbidden");
        view.objects.put("replicasets.apps/web-abc", new Answer.Unreachable<>(Instant.EPOCH, "refused"));
        assertThat(ask("pods", "web-1").getFirst().why()).contains("unreachable");
        put(Kind.POD, "odd", "o", owner("example.org/v1", "Widget", "w", "w"));
        assertThat(ask("pods", "odd")).containsExactly(new OwnerChain.Owner("demo", "", "shop", "w", "Widget", false, Optional.empty()));
    }

    @Test
    void circlesAndEndlessChainsEnd() {
        put(DEPLOYMENT, "a", "a", owner("apps/v1", "Deployment", "b", "b"));
        put(DEPLOYMENT, "b", "b", owner("apps/v1", "Deployment", "a", "a"));
        assertThat(ask("deployments.apps", "a")).hasSize(1);
        IntStream.range(0, 30).forEach(i -> put(DEPLOYMENT, "d" + i, "u" + i, owner("apps/v1", "Deployment", "d" + (i + 1), "u" + (i + 1))));
        assertThat(ask("deployments.apps", "d0")).hasSize(OwnerChain.LONGEST);
    }

    @Test
    void whatCannotBeAskedIsAProblem() {
        assertProblem(Problem.Kind.MISSING, "pods", "nobody");
        assertProblem(Problem.Kind.MISSING, "widgets.example.org", "w");
        assertProblem(Problem.Kind.INVALID, "pods", "");
        view.objects.put("pods/secret", new Answer.Forbidden<>("get", "pods", "shop"));
        assertProblem(Problem.Kind.FORBIDDEN, "pods", "secret");
        view.objects.put("pods/down", new Answer.Unreachable<>(Instant.EPOCH, "refused"));
        assertProblem(Problem.Kind.CLUSTER_DOWN, "pods", "down");
    }

    private void assertProblem(Problem.Kind kind, String resource, String name) {
        assertThatThrownBy(() -> ask(resource, name)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    /** What the caller sees. */
    private static final class Seen implements View {
        private static final List<Kind> KINDS = List.of(Kind.POD, Kind.NODE, REPLICA_SET, DEPLOYMENT);
        final Map<String, Answer<Optional<KubeObject>>> objects = new HashMap<>();

        @Override
        public String cluster() {
            return "demo";
        }

        @Override
        public Answer<Optional<Kind>> kind(String resource) {
            return new Answer.Known<>(KINDS.stream().filter(kind -> kind.id().equals(resource)).findFirst(), Instant.EPOCH);
        }

        @Override
        public Answer<Optional<Kind>> kind(String apiVersion, String name) {
            return new Answer.Known<>(KINDS.stream().filter(kind -> kind.apiVersion().equals(apiVersion) && kind.kind().equals(name)).findFirst(), Instant.EPOCH);
        }

        @Override
        public Answer<Long> count(Kind kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<List<KubeObject>> list(Kind kind, Selector selector) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Rows> rows(Query query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Boolean> may(String verb, String resource, String namespace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer<Optional<KubeObject>> get(ObjectRef ref) {
            return objects.getOrDefault(ref.kind().id() + "/" + ref.name(), new Answer.Known<>(Optional.empty(), Instant.EPOCH));
        }
    }

    /** A request with query parameters. */
    private record Asked(View view, Map<String, String> parameters) implements Request {
        @Override
        public Method method() {
            return Method.GET;
        }

        @Override
        public String path() {
            return "/owners";
        }

        @Override
        public String rawPath() {
            return "/owners";
        }

        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public String pathParam(String name) {
            return "";
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.ofNullable(parameters.get(name));
        }

        @Override
        public List<String> queryAll(String name) {
            return List.of();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public Optional<String> cluster() {
            return Optional.of("demo");
        }
    }
}
