package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Live.Seen;
import dev.fresnel.live.store.Live.Wish;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which scopes are joined for what somebody wants to see: one for all, or one for each namespace that may be seen, or single objects. */
final class Entrance {
    /** More namespaces than this are worth one store for all, when that is allowed. */
    private static final int FEW = 3;

    /** Namespaces of which somebody sees a kind who may not see it in all; each is a watch. */
    private static final int MOST_PARTS = 100;

    private final Clusters clusters;
    private final Gate gate;
    private final Namespaces namespaces;

    Entrance(Clusters clusters, Gate gate, Namespaces namespaces) {
        this.clusters = clusters;
        this.gate = gate;
        this.namespaces = namespaces;
    }

    /**
     * See {@link Live#see}.
     *
     * @throws Problem when nothing of it may be seen
     */
    Seen see(Principal principal, Scope all, Set<String> namespaces, Wish wish) {
        Set<String> named = all.kind().namespaced() ? namespaces : Set.of();
        if (named.isEmpty()) {
            return everywhere(principal, all, wish);
        }
        var refused = new Refused();
        if (named.size() > FEW || gate.warm(principal, all)) {
            try {
                return new Seen(List.of(gate.join(principal, all, named, narrower(all, wish.lost()), wish.again())), null, null);
            } catch (Problem denied) {
                if (!refused.notes(denied) && !denied.code().equals(Denial.TOO_BIG)) {
                    throw denied;
                }
            }
        }
        return new Seen(each(principal, all, named, wish, refused), null, refused.doubt);
    }

    /** What is refused where something else may be seen. */
    private static final class Refused {
        private volatile @Nullable Problem doubt;

        /** @return whether it was refused; else it failed */
        boolean notes(Problem problem) {
            if (Weather.settling(problem)) {
                doubt = problem;
                return true;
            }
            return problem.kind() == Problem.Kind.FORBIDDEN;
        }

        /** Why nothing can be seen at all. */
        Problem all(Problem denied) {
            Problem unsure = doubt;
            return unsure == null ? denied : unsure;
        }
    }

    /** Who may not see all any more may still see each of them: what is lost is joined again. */
    private static Consumer<Problem> narrower(Scope all, Consumer<Problem> lost) {
        return problem -> lost.accept(problem.kind() == Problem.Kind.FORBIDDEN ? Denial.moved(all) : problem);
    }

    private Seen everywhere(Principal principal, Scope all, Wish wish) {
        try {
            return new Seen(List.of(enter(principal, all, all.kind().namespaced() ? wish.losing(narrower(all, wish.lost())) : wish)), null, null);
        } catch (Problem denied) {
            var refused = new Refused();
            if (!all.kind().namespaced() || !refused.notes(denied)) {
                throw denied;
            }
            return found(principal, all, wish, denied, refused);
        }
    }

    /** Allowed namespaces are found; many of them never add up to all (rule R6), so it is said which they are. */
    private Seen found(Principal principal, Scope all, Wish wish, Problem denied, Refused refused) {
        Span worth = namespaces.worth(principal, all, refused::notes);
        Map<String, Visible<Partition>> joined = new ConcurrentSkipListMap<>();
        try {
            Namespaces.each(worth.names().stream().limit(MOST_PARTS).toList(), name -> {
                maybe(principal, all.in(name), wish.losing(narrower(all, wish.lost())), refused).ifPresent(seen -> joined.put(name, seen));
                return name;
            });
        } catch (Problem failed) {
            joined.values().forEach(Visible::close);
            throw failed;
        }
        if (joined.isEmpty() && refused.doubt == null) {
            return byName(principal, all, wish.lost(), denied);
        }
        if (joined.isEmpty()) {
            throw refused.all(denied);
        }
        return new Seen(List.copyOf(joined.values()), new Span(List.copyOf(joined.keySet()), worth.of(), worth.configured(), -1), refused.doubt);
    }

    /** Rule R7, names only. */
    private Seen byName(Principal principal, Scope all, Consumer<Problem> lost, Problem denied) {
        List<Singles.Name> names = namespaces.singles(principal, all);
        if (names.isEmpty()) {
            throw denied;
        }
        String digest = clusters.trust(principal, all.cluster()).digest();
        List<String> where = names.stream().map(Singles.Name::namespace).distinct().toList();
        return new Seen(List.of(gate.alone(principal, all, digest, tools -> new Singles(tools, names), lost)), new Span(where, -1, false, names.size()), null);
    }

    private Optional<Visible<Partition>> maybe(Principal principal, Scope scope, Wish wish, Refused refused) {
        try {
            return Optional.of(enter(principal, scope, wish));
        } catch (Problem problem) {
            if (refused.notes(problem)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private List<Visible<Partition>> each(Principal principal, Scope all, Set<String> named, Wish wish, Refused refused) {
        List<Visible<Partition>> out = new ArrayList<>();
        List<Problem> denied = new ArrayList<>();
        try {
            for (String namespace : named) {
                try {
                    out.add(enter(principal, all.in(namespace), wish));
                } catch (Problem problem) {
                    if (!refused.notes(problem)) {
                        throw problem;
                    }
                    denied.add(problem);
                }
            }
        } catch (Problem failed) {
            out.forEach(Visible::close);
            throw failed;
        }
        if (out.isEmpty()) {
            throw refused.all(denied.getFirst());
        }
        denied.stream().filter(problem -> !Weather.settling(problem)).forEach(wish.partly());
        return out;
    }

    private Visible<Partition> enter(Principal principal, Scope scope, Wish wish) {
        try {
            return gate.join(principal, scope, Set.of(), wish.lost(), wish.again());
        } catch (Problem tooBig) {
            if (wish.pages() == null || !tooBig.code().equals(Denial.TOO_BIG)) {
                throw tooBig;
            }
            return gate.pages(principal, scope, clusters.trust(principal, scope.cluster()).digest(), wish.pages(), wish.lost());
        }
    }
}
