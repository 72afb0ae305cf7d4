package dev.fresnel.http.edge;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 */
public record Settings(
        String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins, int liveConnections) {
    private static final int LIVE_CONNECTIONS = 100;

    /**
     * HTTPS.
     *
     * @param port 0 = any free one
     * @param certificate PEM, the chain, own certificate first
     * @param key PEM, PKCS #8
     */
    public record Tls(int port, Path certificate, Path key) {}

    public Settings(String host, int port, String basePath, Optional<Tls> tls, List<String> allowedHosts, List<Origin> proxyOrigins) {
        this(host, port, basePath, tls, allowedHosts, proxyOrigins, 0);
    }

    public Settings {
        allowedHosts = List.copyOf(allowedHosts);
        proxyOrigins = List.copyOf(proxyOrigins);
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
                text(property, "live-connections").map(Integer::parseInt).orElseGet(() -> loopback(property) ? 0 : LIVE_CONNECTIONS));
    }

    /** On one's own machine nobody is kept from anything. */
    private static boolean loopback(UnaryOperator<String> property) {
        return Authority.of(text(property, "host").orElse("127.0.0.1")).filter(Authority::loopback).isPresent();
    }

    private static Tls tls(UnaryOperator<String> property, int port) {
        return new Tls(port, file(property, "tls-cert"), file(property, "tls-key"));
    }

    private static Path file(UnaryOperator<String> property, String name) {
        return Path.of(text(property, name).orElseThrow(() -> new IllegalArgumentException("--tls-port needs --" + name)));
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
