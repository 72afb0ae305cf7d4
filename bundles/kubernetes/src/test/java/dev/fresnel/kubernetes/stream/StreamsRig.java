package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.kubernetes.credential.Proof;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.kubernetes.upstream.ProxyRules;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.testing.FakeKubelet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A kubelet of the test's own, and what holds programs and ports in front of it. */
final class StreamsRig implements AutoCloseable {
    static final Principal ME = new Principal("me", "me", Principal.Door.LOCAL, Optional.empty());
    static final Principal JANE = new Principal("jane", "jane", Principal.Door.BEARER, Optional.of("token"));
    static final ObjectRef POD = new ObjectRef("c", Kind.POD, "shop", "web");
    static final String PATH = "/api/v1/namespaces/shop/pods/web";

    final FakeKubelet kubelet = new FakeKubelet();
    final List<Audit.Line> audit = new CopyOnWriteArrayList<>();
    final List<Sessions.Listener> listeners = new CopyOnWriteArrayList<>();
    final HeldSessions held;
    final LocalPorts ports;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Link link = new Link(Server.at("http://127.0.0.1:" + kubelet.port()), null, new ProxyRules(Map.of()), "test", () -> {});

    StreamsRig() throws IOException {
        held = make(new Rules(false, 0, true));
        ports = new LocalPorts(held);
    }

    HeldSessions make(Rules rules) {
        var opener = new Opener(
                (principal, cluster, request) -> link.send(request, Proof.NONE),
                (principal, cluster, target, protocols, heard) -> link.socket(target, protocols, Proof.NONE, heard), TreeJson.codec());
        var sessions = new Sessions() {
            @Override
            public boolean live(Principal principal) {
                return !ended.contains(principal.key());
            }

            @Override
            public AutoCloseable watch(Listener told) {
                listeners.add(told);
                return () -> {};
            }

            @Override
            public void end(Principal principal, End why) {
                throw new UnsupportedOperationException();
            }
        };
        return new HeldSessions(opener, rules, sessions, audit::add, "instance");
    }

    @Override
    public void close() throws Exception {
        ports.close();
        held.close();
        link.close();
        kubelet.close();
    }
}
