package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.Trust;
import org.jspecify.annotations.Nullable;

/** Decides what a principal may see of a scope, and whether a store that serves others may show it (rules R3, R4, R5, R7). */
final class Judgement {
    private final Review review;
    private final Transport transport;
    private final Clusters clusters;
    private final boolean sharing;
    private final Weather weather;

    /** @param sharing whether anything is shared at all */
    Judgement(Review review, Transport transport, Clusters clusters, boolean sharing, Weather weather) {
        this.weather = weather;
        this.review = review;
        this.transport = transport;
        this.clusters = clusters;
        this.sharing = sharing;
    }

    /**
     * Asks the API server now. A review that says no, or cannot be had, leaves it to the real request; the store is this
     * principal's own then.
     *
     * @param standing what was granted and is held; null = nothing
     * @throws Problem when the API server cannot be asked, or has only just come back and says no
     */
    Verdict of(Principal principal, Scope scope, @Nullable Verdict standing) {
        Trust trust = clusters.trust(principal, scope.cluster());
        Review.Word list = review.may(principal, scope, "list");
        Review.Word watch = scope.watchable() ? review.may(principal, scope, "watch") : Review.Word.NO;
        boolean both = watch == Review.Word.YES;
        if (list != Review.Word.YES || standing != null && standing.watch() && !both) {
            ensureSettled(scope, standing);
        }
        if (list == Review.Word.YES && watch != Review.Word.UNKNOWN) {
            return Verdict.granted(both, both && shareable(trust, scope), trust.digest());
        }
        return asked(principal, scope, trust, watch);
    }

    private Verdict asked(Principal principal, Scope scope, Trust trust, Review.Word watch) {
        Wire wire = new Wire(transport, principal, scope, () -> same(principal, scope, trust.digest()));
        try {
            wire.probe();
            return Verdict.granted(watch != Review.Word.NO, false, trust.digest());
        } catch (Refusal refusal) {
            return refused(scope, refusal);
        }
    }

    /** A no may be not to be believed yet; but what was granted stays no longer than it would between two reviews (rule R9). */
    private void ensureSettled(Scope scope, @Nullable Verdict standing) {
        String cluster = scope.cluster();
        if (standing == null ? weather.settling(cluster) : weather.unsettled(cluster) && !weather.late(cluster, standing.at())) {
            throw Weather.unbelieved(Denial.forbidden(scope, ""));
        }
    }

    /** What an aggregated API server answers may differ between users with equal rights, and so may a filtering proxy's answer. */
    private boolean shareable(Trust trust, Scope scope) {
        return sharing && trust.shareable() && !scope.served().aggregated();
    }

    /** Whether the cluster is still the one that the verdict speaks of, and shared as then. */
    boolean stands(Principal principal, Scope scope, Verdict verdict) {
        Trust trust = clusters.trust(principal, scope.cluster());
        return trust.digest().equals(verdict.trust()) && (!verdict.shared() || trust.shareable());
    }

    private boolean same(Principal principal, Scope scope, String digest) {
        return clusters.trust(principal, scope.cluster()).digest().equals(digest);
    }

    private static Verdict refused(Scope scope, Refusal refusal) {
        Problem denied = Denial.of(scope, refusal.status(), refusal.text());
        if (denied == null) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "LIVE_LIST_FAILED",
                    "The API server cannot list " + scope.kind().id() + ": " + refusal.text());
        }
        return Verdict.denied(denied);
    }

    long reviews() {
        return review.asked();
    }
}
