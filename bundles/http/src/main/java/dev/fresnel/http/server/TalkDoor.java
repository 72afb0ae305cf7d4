package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a plugin that brings a cluster talk over a WebSocket below its route. Programs alone come in here, with the cluster's own token:
 * a page that tries is refused, whatever cookies its browser has.
 */
final class TalkDoor {
    private static final Logger LOG = LoggerFactory.getLogger(TalkDoor.class);

    private final WebSocketMappings mappings;
    private final Executor threads;

    TalkDoor(WebSocketMappings mappings, Executor threads) {
        this.mappings = mappings;
        this.threads = threads;
    }

    /** Whether that request may become one. */
    static boolean opens(Exchange exchange) {
        var headers = exchange.jetty().getHeaders();
        boolean page = headers.contains(HttpHeader.ORIGIN) || headers.contains("Sec-Fetch-Mode") || headers.contains(HttpHeader.COOKIE);
        return exchange.method() == Method.GET && headers.contains(HttpHeader.SEC_WEBSOCKET_VERSION) && !exchange.credential("Authorization").isEmpty() && !page;
    }

    /** @return whether the connection became a WebSocket */
    boolean enter(Exchange exchange, Generation generation, Response.Upgrade wanted, org.eclipse.jetty.server.Response response, Callback callback)
            throws IOException {
        ClassLoader loader = wanted.conversation().getClass().getClassLoader();
        var wire = new TalkWire(threads, open -> {
            Thread thread = Thread.ofVirtual().name("http-talk").unstarted(() -> talk(open, generation, wanted.conversation()));
            thread.setContextClassLoader(loader);
            thread.start();
        });
        return mappings.upgrade(new Negotiator(wire, wanted.protocol()), exchange.jetty(), response, callback, null);
    }

    private static void talk(TalkWire wire, Generation generation, Response.Conversation conversation) {
        Thread thread = Thread.currentThread();
        Optional<Lease> lease = generation.lease();
        try (wire; Lease held = lease.orElse(null); AutoCloseable drain = generation.onDrain(thread::interrupt)) {
            if (held != null) {
                conversation.talk(wire);
            }
        } catch (IOException | InterruptedException gone) {
            LOG.debug("a conversation of plugin {} ended: {}", generation.plugin(), gone.toString());
        } catch (Exception | LinkageError bug) {
            generation.fault("a conversation: " + bug); // as text: what is kept must not hold the plugin's classes
        }
    }

    /** No extensions, as API servers. */
    private record Negotiator(TalkWire wire, String protocol) implements WebSocketNegotiator {
        @Override
        public TalkWire negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            response.setExtensions(List.of());
            if (!protocol.isEmpty()) {
                response.setAcceptedSubProtocol(protocol);
            }
            return wire;
        }
    }
}
