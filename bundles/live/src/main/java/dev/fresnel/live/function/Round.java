package dev.fresnel.live.function;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.live.function.Sight.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one caller sees in one round of computing: each kind is listed once. */
public final class Round {
    private final Sight sight;
    private final String namespace;
    private final Map<String, Kinds> kinds = new HashMap<>();
    private final Set<String> hidden = new TreeSet<>();
    private @Nullable Answer<?> notYet;

    /** @param namespace {@code ""} = all */
    public Round(Sight sight, String namespace) {
        this.sight = sight;
        this.namespace = namespace;
    }

    /** Objects of one kind, and ways to find them. */
    static final class Kinds {
        static final Kinds NONE = new Kinds(List.of());

        final List<Seen> all;
        final Map<String, Seen> byUid = new HashMap<>();
        final Map<String, Seen> byName = new HashMap<>();

        Kinds(List<Seen> all) {
            this.all = all;
            for (Seen one : all) {
                byUid.put(one.object().uid(), one);
                byName.put(one.object().ref().namespace() + "/" + one.object().ref().name(), one);
            }
        }
    }

    /** Blocks while the list is not there; nothing of a kind that is not served or not allowed. */
    Kinds of(Kind kind) {
        return kinds.computeIfAbsent(kind.id(), id -> read(kind));
    }

    private Kinds read(Kind kind) {
        try {
            Answer<List<Seen>> answer = sight.seen(kind, kind.namespaced() ? namespace : "");
            switch (answer) {
                case Answer.Known<List<Seen>> known -> {
                    return new Kinds(known.value());
                }
                case Answer.Forbidden<List<Seen>> no -> hidden.add(kind.id());
                default -> notYet = answer;
            }
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.MISSING) {
                throw problem;
            }
        }
        return Kinds.NONE;
    }

    Optional<Seen> find(ObjectRef ref) {
        return Optional.ofNullable(of(ref.kind()).byName.get(ref.namespace() + "/" + ref.name()));
    }

    /** Whether the caller sees it. */
    public boolean sees(ObjectRef ref) {
        Kinds known = kinds.get(ref.kind().id());
        return known != null && known.byName.containsKey(ref.namespace() + "/" + ref.name());
    }

    /** Kinds that functions ask for and the caller may not list. */
    public List<String> hidden() {
        return List.copyOf(hidden);
    }

    /** Loading or unreachable, when something of it could not be had. */
    @SuppressWarnings("unchecked")
    public <T> Optional<Answer<T>> notYet() {
        return Optional.ofNullable((Answer<T>) notYet);
    }

    /** Of those that it has seen. */
    public Optional<Seen> seen(ObjectRef ref) {
        Kinds known = kinds.get(ref.kind().id());
        return known == null ? Optional.empty() : Optional.ofNullable(known.byName.get(ref.namespace() + "/" + ref.name()));
    }

    static KubeObject whole(KubeObject object) {
        return object instanceof Declared declared ? declared.whole() : object;
    }
}
