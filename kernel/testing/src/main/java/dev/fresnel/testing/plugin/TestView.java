package dev.fresnel.testing.plugin;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Reads;
import dev.fresnel.api.view.Rows;
import dev.fresnel.api.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A cluster as one user sees it, made of YAML documents: {@code TestView.of("kind: Pod …").denying("list", Kind.SECRET)}. */
public final class TestView implements View {
    /** When it was made, for every answer. */
    public static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final List<TestObject> objects;
    private final Set<String> denied;

    private TestView(List<TestObject> objects, Set<String> denied) {
        this.objects = objects;
        this.denied = denied;
    }

    /** @param yaml objects with apiVersion, kind and metadata, separated by {@code ---}; {@code cells} are those of the API server's Table */
    public static TestView of(String yaml) {
        var objects = new ArrayList<TestObject>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (document != null) {
                objects.add(object(PlainJson.of(document)));
            }
        }
        return new TestView(objects, Set.of());
    }

    private static TestObject object(Json body) {
        String apiVersion = body.get("apiVersion").text();
        String kind = body.get("kind").text();
        int slash = apiVersion.indexOf('/');
        String namespace = body.at("/metadata/namespace").text();
        var named = new Kind(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), plural(kind), kind, !namespace.isEmpty());
        return new TestObject(new ObjectRef("test", named, namespace, body.at("/metadata/name").text()), body, Optional.empty());
    }

    /** As Kubernetes' own kinds and nearly all others do it. */
    private static String plural(String kind) {
        String word = kind.toLowerCase(Locale.ROOT);
        if (word.matches(".*[^aeiou]y")) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        return word.endsWith("s") || word.endsWith("x") ? word + "es" : word + "s";
    }

    /** The same for a user who may not do that with that kind. */
    public TestView denying(String verb, Kind kind) {
        var more = new HashSet<>(denied);
        more.add(verb + " " + kind.id());
        return new TestView(objects, more);
    }

    /** The object of that kind and name. */
    public KubeObject object(Kind kind, String name) {
        return all(kind).filter(object -> object.ref().name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no " + kind.id() + " " + name));
    }

    /** The object as a function sees it that declares these reads. */
    public KubeObject object(Reads reads, String name) {
        return ((TestObject) object(reads.kind(), name)).only(reads);
    }

    /** Finds objects as a function does that declares these reads. */
    public Lookup lookup(Reads reads) {
        return new Found(reads);
    }

    private Stream<TestObject> all(Kind kind) {
        return objects.stream().filter(object -> kind.equals(Kind.ANY) || object.ref().kind().id().equals(kind.id()));
    }

    /** The object of that kind and name as a function sees it that declares these reads, of a kind or of all. */
    public KubeObject object(Reads reads, Kind kind, String name) {
        return ((TestObject) object(kind, name)).only(reads);
    }

    private <T> Answer<T> answer(String verb, Kind kind, String namespace, T value) {
        return denied.contains(verb + " " + kind.id()) ? new Answer.Forbidden<>(verb, kind.id(), namespace) : new Answer.Known<>(value, NOW);
    }

    @Override
    public String cluster() {
        return "test";
    }

    @Override
    public Answer<Optional<Kind>> kind(String resourceAndGroup) {
        return new Answer.Known<>(objects.stream().map(object -> object.ref().kind()).filter(kind -> kind.id().equals(resourceAndGroup)).findFirst(), NOW);
    }

    @Override
    public Answer<Optional<Kind>> kind(String apiVersion, String kind) {
        return new Answer.Known<>(
                objects.stream().map(object -> object.ref().kind()).filter(one -> one.apiVersion().equals(apiVersion) && one.kind().equals(kind)).findFirst(), NOW);
    }

    @Override
    public Answer<Long> count(Kind kind) {
        return answer("list", kind, "", all(kind).count());
    }

    @Override
    public Answer<List<KubeObject>> list(Kind kind, Selector selector) {
        List<KubeObject> found = all(kind)
                .filter(object -> selector.namespace().isEmpty() || object.ref().namespace().equals(selector.namespace()))
                .filter(object -> selected(object, selector.labels()))
                .map(object -> (KubeObject) object)
                .toList();
        return answer("list", kind, selector.namespace(), found);
    }

    /** {@code a=b,c}: what tests need of the grammar. */
    private static boolean selected(KubeObject object, String labels) {
        for (String term : labels.isEmpty() ? new String[0] : labels.split(",")) {
            String[] parts = term.strip().split("==?", 2);
            String value = object.labels().get(parts[0]);
            if (value == null || parts.length == 2 && !value.equals(parts[1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Answer<Rows> rows(Query query) {
        boolean down = query.sort().startsWith("-");
        Comparator<KubeObject> order = switch (down ? query.sort().substring(1) : query.sort()) {
            case "created" -> Comparator.comparing(KubeObject::created);
            case "namespace" -> Comparator.comparing(object -> object.ref().namespace());
            default -> Comparator.comparing(object -> object.ref().name());
        };
        return list(query.kind(), query.selector()).map(all -> {
            List<KubeObject> matched = all.stream().filter(object -> object.ref().name().contains(query.text())).sorted(down ? order.reversed() : order).toList();
            return new Rows(matched.stream().skip(query.offset()).limit(query.limit()).toList(), matched.size(), all(query.kind()).count());
        });
    }

    @Override
    public Answer<Optional<KubeObject>> get(ObjectRef ref) {
        return answer("get", ref.kind(), ref.namespace(), all(ref.kind())
                .filter(object -> object.ref().name().equals(ref.name()) && object.ref().namespace().equals(ref.namespace()))
                .map(object -> (KubeObject) object)
                .findFirst());
    }

    @Override
    public Answer<Boolean> may(String verb, String resource, String namespace) {
        return new Answer.Known<>(!denied.contains(verb + " " + resource), NOW);
    }

    private final class Found implements Lookup {
        private final Reads reads;

        Found(Reads reads) {
            this.reads = reads;
        }

        private Stream<KubeObject> seen(Kind kind) {
            Reads declared = reads.declared(kind).or(() -> Optional.of(reads).filter(own -> own.kind().id().equals(kind.id()))).orElseThrow(() ->
                    new AssertionError("The function looks up " + kind.id() + " without declaring it"));
            return denied.contains("list " + kind.id()) ? Stream.empty() : all(kind).map(object -> object.only(declared));
        }

        @Override
        public Optional<KubeObject> owner(KubeObject of, Kind kind) {
            List<String> owners = ((TestObject) of).body().at("/metadata/ownerReferences").items().stream().map(owner -> owner.get("name").text()).toList();
            return seen(kind).filter(object -> owners.contains(object.ref().name()) && (object.ref().namespace().isEmpty() || object.ref().namespace().equals(of.ref().namespace()))).findFirst();
        }

        @Override
        public Optional<KubeObject> byName(Kind kind, String namespace, String name) {
            return seen(kind).filter(object -> object.ref().name().equals(name) && object.ref().namespace().equals(kind.namespaced() ? namespace : "")).findFirst();
        }

        @Override
        public List<KubeObject> select(Kind kind, String namespace, String labels) {
            return seen(kind).filter(object -> namespace.isEmpty() || object.ref().namespace().equals(namespace)).filter(object -> selected(object, labels)).toList();
        }
    }
}
