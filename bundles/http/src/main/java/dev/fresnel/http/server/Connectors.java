package dev.fresnel.http.server;

import dev.fresnel.http.edge.Settings;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what listens: HTTP/1.1 and HTTP/2, with and without TLS. */
final class Connectors {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
    private static final int KUBERNETES_HEAD = 128 * 1024;
    private static final int ANSWER_HEAD = 32 * 1024;

    /** How long an HTTP/2 stream may say nothing; 0 would mean the connection's idle time. */
    private static final Duration SILENT = Duration.ofDays(365);

    private final Server server;
    private final Settings settings;
    private final Duration idle;
    private final Crowd crowd;

    /** @param idle how long a client may do nothing when it is its turn */
    Connectors(Server server, Settings settings, Duration idle, Crowd crowd) {
        this.server = server;
        this.settings = settings;
        this.idle = idle;
        this.crowd = crowd;
    }

    ServerConnector plain() {
        var configuration = configuration();
        var http2 = new Http2(configuration, settings.basePath());
        http2.setStreamIdleTimeout(SILENT.toMillis());
        http2.setConnectProtocolEnabled(settings.pages().isEmpty());
        var connector = new Connector(server, crowd, new HttpConnectionFactory(configuration), http2);
        return listening(connector, settings.port());
    }

    /** HTTP/2 without TLS. On the way to a cluster an offer to change to it is not taken, as API servers do not take it. */
    private static final class Http2 extends HTTP2CServerConnectionFactory {
        private final String clusters;

        Http2(HttpConfiguration configuration, String basePath) {
            super(configuration);
            this.clusters = basePath + "/k8s/";
        }

        @Override
        public @Nullable Connection upgradeConnection(
                org.eclipse.jetty.server.Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable answer) {
            boolean plain = String.valueOf(request.getHttpURI().getPath()).startsWith(clusters);
            return plain ? null : super.upgradeConnection(connector, endPoint, request, answer);
        }
    }

    /** @param port 0 = any free one */
    ServerConnector secure(int port, KeyStore certificate) {
        var keys = new SslContextFactory.Server();
        keys.setKeyStore(certificate);
        keys.setKeyStorePassword("");
        var configuration = configuration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        var http2 = new HTTP2ServerConnectionFactory(configuration);
        http2.setStreamIdleTimeout(SILENT.toMillis());
        http2.setConnectProtocolEnabled(settings.pages().isEmpty()); // WebSockets of pages go on to API servers, which take them over HTTP/1.1 alone
        var connector = new Connector(
                server,
                crowd,
                new SslConnectionFactory(keys, alpn.getProtocol()),
                alpn,
                http2,
                new HttpConnectionFactory(configuration));
        return listening(connector, port);
    }

    private ServerConnector listening(ServerConnector connector, int port) {
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(idle.toMillis());
        connector.setAcceptQueueSize(1024);
        connector.setReuseAddress(true);
        return connector;
    }

    /** Notices peers that vanished without a word, also on connections that may be silent; sends away who finds no room. */
    private static final class Connector extends ServerConnector {
        private final Crowd crowd;

        Connector(Server server, Crowd crowd, ConnectionFactory... protocols) {
            super(server, 1, 1, protocols);
            this.crowd = crowd;
        }

        @Override
        protected void configure(Socket socket) {
            super.configure(socket);
            try {
                socket.setKeepAlive(true);
            } catch (SocketException e) {
                LOG.debug("no keep-alive: {}", e.toString()); // the client has gone already
            }
        }

        @Override
        protected void onEndPointOpened(EndPoint endPoint) {
            super.onEndPointOpened(endPoint);
            if (!crowd.enters(endPoint.getRemoteSocketAddress())) {
                endPoint.close();
            }
        }

        @Override
        protected void onEndPointClosed(EndPoint endPoint) {
            crowd.leaves(endPoint.getRemoteSocketAddress());
            super.onEndPointClosed(endPoint);
        }
    }

    /** Paths go through as they were sent; the front handler judges those that are not a cluster's. */
    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(KUBERNETES_HEAD);
        configuration.setResponseHeaderSize(ANSWER_HEAD);
        configuration.setMaxResponseHeaderSize(ANSWER_HEAD);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        configuration.setRelativeRedirectAllowed(true);
        return configuration;
    }
}
