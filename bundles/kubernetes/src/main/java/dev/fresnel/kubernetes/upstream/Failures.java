package dev.fresnel.kubernetes.upstream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why an API server could not be asked, and what to do about it. */
final class Failures {
    private final String where;
    private final String host;
    private final Server server;

    Failures(Server server) {
        this.server = server;
        URI uri = URI.create(server.url());
        // A path may hold what others must not see.
        this.where = uri.getScheme() + "://" + uri.getRawAuthority();
        this.host = String.valueOf(uri.getHost());
    }

    Problem problem(Throwable failure) {
        String said = Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .map(t -> String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT))
                .reduce("", (a, b) -> a + "\n" + b);
        return find(failure, SSLException.class)
                .map(e -> tls(failure, said))
                .orElseGet(() -> network(failure, said));
    }

    private Problem network(Throwable failure, String said) {
        if (find(failure, UnresolvedAddressException.class).isPresent() || find(failure, UnknownHostException.class).isPresent()) {
            return down("CLUSTER_NAME_UNKNOWN", "The name “" + host + "” (or that of its proxy) cannot be resolved: check the "
                    + "kubeconfig's “server:”, the network and the VPN.", failure);
        }
        if (find(failure, HttpConnectTimeoutException.class).isPresent() || find(failure, SocketTimeoutException.class).isPresent()) {
            return down("CLUSTER_SILENT", where + " does not answer: check the network, the VPN and firewalls.", failure);
        }
        if (said.contains("tunnel failed") || said.contains("proxy")) {
            return down("CLUSTER_PROXY_REFUSED", "The proxy on the way to " + where + " refused: " + failure.getMessage() + ".", failure);
        }
        if (find(failure, NoRouteToHostException.class).isPresent() || said.contains("unreachable")) {
            return down("CLUSTER_NO_ROUTE", "There is no way to " + where + ": check the network and the VPN.", failure);
        }
        if (find(failure, ConnectException.class).isPresent()) {
            return down("CLUSTER_REFUSED", where + " refuses connections: is the API server running?", failure);
        }
        return down("CLUSTER_CONNECTION_LOST", "The connection to " + where + " broke before an answer came: " + words(failure) + ".", failure);
    }

    private Problem tls(Throwable failure, String said) {
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return down("CLUSTER_CERTIFICATE_EXPIRED", "The certificate of " + where + " has expired: renew it on the cluster.", failure);
        }
        if (find(failure, CertificateNotYetValidException.class).isPresent()) {
            return down("CLUSTER_CERTIFICATE_EXPIRED", "The certificate of " + where + " is not valid yet: check this machine's clock.", failure);
        }
        if (said.contains("no subject alternative") || said.contains("no name matching")) {
            return down("CLUSTER_CERTIFICATE_NAME", "The certificate of " + where + " is made out to other names than “" + name()
                    + "”: use one of them in “server:”, or set “tls-server-name:”.", failure);
        }
        if (said.contains("path building failed") || find(failure, CertPathValidatorException.class).isPresent()) {
            return down("CLUSTER_CERTIFICATE_UNKNOWN", "The certificate of " + where + " is not signed by an authority that is "
                    + "trusted: set “certificate-authority-data:” to the cluster's own.", failure);
        }
        if (said.contains("received fatal alert")) {
            return down("CLUSTER_CLIENT_CERTIFICATE_REFUSED", where + " refused the TLS handshake (" + words(failure)
                    + "): the client certificate may have expired or belong to another cluster.", failure);
        }
        if (said.contains("plaintext") || said.contains("unrecognized")) {
            return down("CLUSTER_SPEAKS_NO_TLS", where + " does not speak TLS: is it http:// or another port?", failure);
        }
        return down("CLUSTER_TLS_FAILED", "The TLS handshake with " + where + " failed: " + words(failure) + ".", failure);
    }

    private String name() {
        return server.tlsServerName().isEmpty() ? host : server.tlsServerName();
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    Problem proxyRefused(int status) {
        String hint = status == 407 ? ", put your name and password into its URL" : "";
        return down("CLUSTER_PROXY_REFUSED", "The proxy on the way to " + where + " answered " + status + hint + ".", null);
    }

    Problem timeout(Duration limit) {
        return new Problem(
                Problem.Kind.UPSTREAM_TIMEOUT,
                "CLUSTER_SLOW",
                where + " did not answer within " + limit.toSeconds() + " s.",
                Map.of("seconds", limit.toSeconds()),
                null);
    }

    private Problem down(String code, String text, @Nullable Throwable cause) {
        return new Problem(Problem.Kind.CLUSTER_DOWN, code, text, Map.of("server", where), cause);
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .limit(20)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
