package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.credential.Credential;
import dev.fresnel.kubernetes.credential.Credentials;
import dev.fresnel.kubernetes.credential.Proof;
import dev.fresnel.kubernetes.credential.StaticCredential;
import dev.fresnel.kubernetes.kubeconfig.FileMark;
import dev.fresnel.kubernetes.upstream.Fingerprint;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.kubernetes.upstream.ProxyRules;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.ClusterInfo.State;
import dev.fresnel.spi.transport.Trust;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import dev.fresnel.spi.transport.Way;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One known cluster: its links, the credential of the local user, and how it is. Contacts nobody before it is asked to. */
final class Cluster implements AutoCloseable {
    private static final Duration LATELY = Duration.ofSeconds(15);

    private static final Duration SIGN_IN = Duration.ofSeconds(60);

    /** A request that has to be sent again after a 401 is kept in memory up to this size. */
    private static final long REPLAYABLE = 256 << 10;

    /** What makes no difference to whether the API server is there. */
    private static final Set<String> OWN_FAULT = Set.of(
            "TARGET_INVALID", "REQUEST_INVALID", "INTERRUPTED", "CLUSTER_SLOW", "CLUSTER_CONNECTION_LOST", "CLUSTER_UNKNOWN",
            "EXEC_PLUGIN_SLOW", "CREDENTIAL_GONE", "PROXY_FOR_TUNNEL_ONLY");

    private static final AtomicLong SERIALS = new AtomicLong();

    private static final Set<String> CONFIGURATION = Set.of(
            "CLUSTER_TLS_CONFIGURATION",
            "CLUSTER_PROXY_CONFIGURATION",
            "CLUSTER_CERTIFICATE_UNKNOWN",
            "CLUSTER_CERTIFICATE_NAME",
            "CLUSTER_CLIENT_CERTIFICATE_REFUSED",
            "CLUSTER_SPEAKS_NO_TLS");

    private final Definition definition;
    private final long serial = SERIALS.incrementAndGet();
    private final Links links;
    private final ProxyRules proxies;
    private final @Nullable Credential owner;
    private final Health health;
    private final Prober prober;
    private final Runnable changed;
    private final Clock clock;
    private volatile @Nullable String version;
    private volatile Instant wanted = Instant.EPOCH;
    private volatile boolean ownerAsked;
    private volatile @Nullable Trusted trusted;

    /** @param changed told after each change of what {@link #info} gives */
    Cluster(Definition definition, Surroundings around, Runnable changed) {
        this.definition = definition;
        this.clock = around.clock();
        this.prober = new Prober(this);
        this.proxies = around.proxies();
        this.links = new Links(definition.server(), around.proxies(), around.agent(), prober::soon);
        this.owner = definition.owner() == null
                ? null
                : Credentials.of(definition.owner(), definition.server(), around.programs(), around.clock());
        this.health = new Health(around.clock(), around.pause(), definition.broken());
        this.changed = changed;
    }

    Definition definition() {
        return definition;
    }

    /**
     * Whether what one principal reads here may serve others; no cluster here was brought by one principal. Who asks with our own
     * configuration asks as somebody else when that has changed: then it is another cluster to them.
     */
    Trust trust(Principal principal) {
        Trust trust = trust();
        return principal.token().isPresent() || trust.digest().isEmpty() ? trust : new Trust(trust.digest() + "#" + serial, trust.direct(), trust.owner());
    }

    private Trust trust() {
        FileMark now = definition.server().caFile() == null ? null : FileMark.of(definition.server().caFile());
        Trusted known = trusted;
        if (known == null || !Objects.equals(known.authority, now)) {
            known = new Trusted(now, new Trust(Fingerprint.of(definition.server(), proxies), definition.direct(), Optional.empty()));
            trusted = known;
        }
        return known.trust;
    }

    boolean shareable() {
        return trust().shareable();
    }

    /** The authority's file may be replaced under its name. */
    private record Trusted(@Nullable FileMark authority, Trust trust) {}

    Health health() {
        return health;
    }

    ClusterInfo info() {
        Health.Reading now = health.reading();
        return new ClusterInfo(
                definition.id(), definition.name(), definition.source(), now.state(), now.since(), version, now.detail(),
                blank(definition.namespace()), blank(definition.context()));
    }

    private static @Nullable String blank(String text) {
        return text.isEmpty() ? null : text;
    }

    /** How many answers are under way. */
    int open() {
        return links.open();
    }

    /** Whether somebody has asked it lately or reads an answer now. */
    boolean wanted(Duration within) {
        return links.open() > 0 || clock.instant().isBefore(wanted.plus(within));
    }

    /** As {@link dev.fresnel.spi.transport.Transport#open}. */
    UpstreamResponse open(Principal principal, UpstreamRequest request) {
        return attempt(asked(principal), request);
    }

    /** As {@link dev.fresnel.spi.transport.Upstreams#ready}. */
    Optional<Way> ready(Principal principal) {
        Credential credential = asked(principal);
        try {
            return credential.ready().map(proof -> way(credential, proof));
        } catch (Problem problem) {
            throw judged(problem, credential);
        }
    }

    /** As {@link dev.fresnel.spi.transport.Upstreams#way}. */
    Way way(Principal principal) {
        return way(asked(principal));
    }

    private Way way(Credential credential) {
        try {
            return way(credential, credential.proof(SIGN_IN));
        } catch (Problem problem) {
            throw judged(problem, credential);
        }
    }

    private Way way(Credential credential, Proof proof) {
        return new ClusterWay(this, credential, proof, links.with(proof.certificate()));
    }

    void answered() {
        report(health.answered());
    }

    Optional<Way> renewed(Credential credential, Proof refused) {
        return credential.refused(refused) ? Optional.of(way(credential)) : Optional.empty();
    }

    /** Who asks, when asking makes sense. */
    private Credential asked(Principal principal) {
        Credential credential = credential(principal);
        ownerAsked |= credential == owner;
        wanted = clock.instant();
        prober.wake();
        // That the owner cannot sign in is nothing to those who came with a token.
        health.refusal()
                .filter(problem -> problem.kind() != Problem.Kind.UNAUTHENTICATED || credential == owner)
                .ifPresent(problem -> {
                    throw problem;
                });
        return credential;
    }

    /** Never the owner's credential for somebody who came with a token, never anybody else's for somebody without. */
    private Credential credential(Principal principal) {
        if (principal.token().isPresent()) {
            return new StaticCredential(Proof.bearer(principal.token().get()));
        }
        boolean guest = principal.door() == Principal.Door.GUEST && !definition.source().equals(PluginClusters.DEMO);
        if (principal.door() != Principal.Door.NONE && !guest && owner != null) {
            return owner;
        }
        throw new Problem(
                Problem.Kind.UNAUTHENTICATED,
                "TOKEN_NEEDED",
                "The cluster “" + definition.name() + "” wants to know who you are: sign in with a token of your own.",
                Map.of("cluster", definition.id()),
                null);
    }

    private UpstreamResponse attempt(Credential credential, UpstreamRequest request) {
        try {
            Proof proof = credential.proof(request.headTimeout());
            UpstreamRequest replay = replayable(request);
            UpstreamResponse answer = links.with(proof.certificate()).send(replay, proof);
            report(health.answered());
            if (answer.status() == 401 && credential.refused(proof) && (replay != request || request.length() == 0)) {
                answer.close();
                Proof renewed = credential.proof(request.headTimeout());
                return links.with(renewed.certificate()).send(rewound(replay), renewed);
            }
            return answer;
        } catch (Problem problem) {
            throw judged(problem, credential);
        }
    }

    /** As {@link Sockets#socket}. */
    Link.Upgraded socket(Principal principal, String target, List<String> protocols, WebSocket.Listener listener) {
        Credential credential = asked(principal);
        try {
            Proof proof = credential.proof(SIGN_IN);
            Link.Upgraded opened;
            try {
                opened = links.with(proof.certificate()).socket(target, protocols, proof, listener);
            } catch (Link.Refused refused) {
                report(health.answered());
                if (refused.status() != 401 || !credential.refused(proof)) {
                    throw refused;
                }
                Proof renewed = credential.proof(SIGN_IN);
                opened = links.with(renewed.certificate()).socket(target, protocols, renewed, listener);
            }
            report(health.answered());
            return opened;
        } catch (Problem problem) {
            throw judged(problem, credential);
        }
    }

    private UpstreamRequest replayable(UpstreamRequest request) {
        if (request.length() <= 0 || request.length() > REPLAYABLE) {
            return request;
        }
        try {
            byte[] body = request.body().readNBytes((int) request.length());
            return new UpstreamRequest(
                    request.method(), request.target(), request.headers(), new ByteArrayInputStream(body), body.length,
                    request.headTimeout());
        } catch (IOException e) {
            throw new Problem(Problem.Kind.INVALID, "REQUEST_INVALID", "The request's body broke off.", Map.of(), e);
        }
    }

    private static UpstreamRequest rewound(UpstreamRequest request) {
        if (request.body() instanceof ByteArrayInputStream bytes) {
            bytes.reset();
        }
        return request;
    }

    /** Takes a failure into account, when it says something of the cluster rather than of the one who asks. */
    Problem judged(Problem asSaid, Credential credential) {
        Problem problem = ofCluster(asSaid);
        boolean personal = problem.kind() == Problem.Kind.UNAUTHENTICATED && credential != owner;
        // Under load a handshake may take too long while others are answered.
        boolean crowd = problem.code().equals("CLUSTER_SILENT") && health.answeredWithin(LATELY);
        if (!personal && !crowd) {
            failed(problem);
            prober.reconsider();
        }
        if (crowd || problem.code().equals("CLUSTER_CONNECTION_LOST") || problem.code().equals("CLUSTER_SLOW")) {
            prober.soon();
        }
        return problem;
    }

    /** What is wrong with our configuration is not wrong with anybody's request. */
    private static Problem ofCluster(Problem problem) {
        boolean ours = problem.code().equals("CLUSTER_TLS_CONFIGURATION") || problem.code().equals("CLUSTER_PROXY_CONFIGURATION");
        return ours && problem.kind() != Problem.Kind.CLUSTER_DOWN
                ? new Problem(Problem.Kind.CLUSTER_DOWN, problem.code(), problem.text(), problem.args(), problem)
                : problem;
    }

    private void failed(Problem problem) {
        if (!OWN_FAULT.contains(problem.code())) {
            boolean broken = problem.kind() == Problem.Kind.UNAUTHENTICATED || CONFIGURATION.contains(problem.code());
            report(health.failed(broken ? State.BROKEN : State.DOWN, problem));
        }
    }

    private void report(boolean change) {
        if (change) {
            changed.run();
        }
    }

    /** Asks {@code /version}, as the owner once they have asked themselves; any answer shows that the API server is there. */
    void probe() {
        var request = new UpstreamRequest(
                "GET", "/version", Map.of("Accept", List.of("application/json")),
                InputStream.nullInputStream(), 0, Duration.ofSeconds(10));
        try {
            Credential asker = owner != null && ownerAsked ? owner : new StaticCredential(Proof.NONE);
            Proof proof = asker.proof(Duration.ofSeconds(10));
            Link link = links.with(proof.certificate());
            try (UpstreamResponse answer = link.send(request, proof)) {
                if (answer.status() == 401) {
                    asker.refused(proof);
                }
                noteVersion(VersionText.read(answer));
                report(health.answered());
            }
        } catch (Problem problem) {
            boolean silent = problem.code().equals("CLUSTER_SLOW") || problem.code().equals("CLUSTER_SILENT");
            if (silent && health.answeredWithin(LATELY)) {
                return;
            }
            // A probe is there to notice an API server that has fallen silent.
            if (silent || problem.code().equals("CLUSTER_CONNECTION_LOST")) {
                report(health.failed(State.DOWN, problem));
            } else {
                failed(ofCluster(problem));
            }
        }
    }

    @Nullable String version() {
        return version;
    }

    void noteVersion(@Nullable String now) {
        if (now != null && !now.equals(version)) {
            version = now;
            changed.run();
        }
    }

    @Override
    public void close() {
        prober.close();
        links.close();
        if (owner != null) {
            owner.close();
        }
    }
}
