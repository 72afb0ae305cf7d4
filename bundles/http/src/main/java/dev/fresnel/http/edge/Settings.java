package dev.fresnel.http.edge;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the server listens.
 *
 * @param host address or name to bind
 * @param port plain HTTP; 0 = any free one
 * @param basePath {@code ""} or {@code /x}
 * @param tls HTTPS beside it
 * @param allowedHosts names under which people reach it, besides loopback and the bound address
 * @param proxyOrigins origins of reverse proxies in front of it
 * @param liveConnections of one user at a time; 0 = any number
 * @param data folder for the certificate authority; absent = it lives in a folder that goes with the process
 * @param limits of connections
 * @param clusters what may go to clusters
 * @param pages origins of pages of pods and Services; absent = they are shown in a sandbox
 */
public record Settings(
        String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins, int liveConnections,
        Optional<Path> data, Limits limits, Clusters clusters, Optional<PagesOrigin> pages) {
    private static final int LIVE_CONNECTIONS = 100;
    private static final int CLUSTER_REQUESTS = 200;
    private static final int CLUSTER_STREAMS = 100;

    /**
     * HTTPS.
     *
     * @param port 0 = any free one
     * @param certificate PEM, the chain, own certificate first; {@code null} = make one
     * @param key PEM, PKCS #8
     */
    public record Tls(int port, @Nullable Path certificate, @Nullable Path key) {
        /** With a certificate of our own making. */
        public static Tls own(int port) {
            return new Tls(port, null, null);
        }
    }

    /**
     * What may go to clusters.
     *
     * @param readOnly whether nothing may be changed, by anybody
     * @param requests of one user at a time; 0 = any number
     * @param streams of one user at a time: exec, attach, port-forward, watches, logs that are followed; 0 = any number
     */
    public record Clusters(boolean readOnly, int requests, int streams) {
        /** Everything. */
        public static final Clusters OPEN = new Clusters(false, 0, 0);
    }

    public Settings(String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins) {
        this(host, port, basePath, tls, allowedHosts, proxyOrigins, 0);
    }

    public Settings(String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins, int liveConnections) {
        this(host, port, basePath, tls, allowedHosts, proxyOrigins, liveConnections, Optional.empty(), Limits.NONE);
    }

    public Settings(
            String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins, int liveConnections,
            Optional<Path> data, Limits limits) {
        this(host, port, basePath, tls, allowedHosts, proxyOrigins, liveConnections, data, limits, Clusters.OPEN);
    }

    public Settings(
            String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins, int liveConnections,
            Optional<Path> data, Limits limits, Clusters clusters) {
        this(host, port, basePath, tls, allowedHosts, proxyOrigins, liveConnections, data, limits, clusters, Optional.empty());
    }

    /** @throws IllegalArgumentException when a name of ours would be one of somebody else's pages */
    public Settings {
        allowedHosts = List.copyOf(allowedHosts);
        proxyOrigins = List.copyOf(proxyOrigins);
        if (pages.isPresent()) {
            check(pages.get(), Stream.of(List.of(host), allowedHosts, proxyOrigins.stream().map(proxy -> proxy.authority().host()).toList()).flatMap(List::stream));
        }
    }

    private static void check(PagesOrigin pages, Stream<String> own) {
        own.filter(pages::covers).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("--pages-origin: " + name + " is a name of Fresnel's own pages and cannot lie below " + pages.parent().host() + ".");
        });
    }

    /**
     * From properties {@code fresnel.…}; what is unset has its default.
     *
     * @param property gives {@code null} for what is unset
     * @throws IllegalArgumentException when a value cannot be used
     */
    public static Settings of(UnaryOperator<String> property) {
        return new Settings(
                text(property, "host").orElse("127.0.0.1"),
                text(property, "port").map(Integer::parseInt).orElse(8080),
                text(property, "base-path").map(path -> path.replaceAll("/+$", "")).orElse(""),
                text(property, "tls-port").map(port -> tls(property, Integer.parseInt(port))),
                list(property, "allowed-host"),
                list(property, "proxy-origin").stream().map(Origin::of).toList(),
                limit(property, "live-connections", LIVE_CONNECTIONS),
                text(property, "data-dir").map(Path::of),
                new Limits(
                        text(property, "connections").map(Integer::parseInt).orElse(Limits.CONNECTIONS),
                        limit(property, "address-connections", Limits.OF_ONE_ADDRESS)),
                new Clusters(
                        text(property, "read-only").filter("true"::equalsIgnoreCase).isPresent(),
                        limit(property, "cluster-requests", CLUSTER_REQUESTS),
                        limit(property, "cluster-streams", CLUSTER_STREAMS)),
                text(property, "pages-origin").map(PagesOrigin::of));
    }

    private static int limit(UnaryOperator<String> property, String name, int standard) {
        return text(property, name).map(Integer::parseInt).orElseGet(() -> loopback(property) ? 0 : standard);
    }

    /** On one's own machine nobody is kept from anything. */
    private static boolean loopback(UnaryOperator<String> property) {
        return Authority.of(text(property, "host").orElse("127.0.0.1")).filter(Authority::loopback).isPresent();
    }

    /** Whether only this machine can come in. */
    public boolean loopback() {
        return Authority.of(host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host).filter(Authority::loopback).isPresent();
    }

    private static Tls tls(UnaryOperator<String> property, int port) {
        boolean own = text(property, "tls-cert").isEmpty() && text(property, "tls-key").isEmpty();
        return own ? Tls.own(port) : new Tls(port, file(property, "tls-cert"), file(property, "tls-key"));
    }

    private static Path file(UnaryOperator<String> property, String name) {
        return Path.of(text(property, name).orElseThrow(() -> new IllegalArgumentException("TLS: --" + name + " is missing")));
    }

    private static Optional<String> text(UnaryOperator<String> property, String name) {
        return Optional.ofNullable(property.apply("fresnel." + name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static List<String> list(UnaryOperator<String> property, String name) {
        return text(property, name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
