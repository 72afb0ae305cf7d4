package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import java.util.function.Consumer;

/** Opens connections to ports of pods. */
final class Ports {
    private Ports() {}

    /** Written down. @throws Problem as the API server says */
    static PortSocket connect(HeldSessions held, Principal principal, ObjectRef pod, int port, Consumer<PortSocket> done) {
        String plain = Path.of(pod, "portforward").toString();
        try {
            PortSocket socket = open(held.opener(), principal, pod, port, done);
            held.audit().write(new Audit.Line(principal, "portforward.open", pod.cluster(), plain, Audit.Result.OK, 101, Map.of("port", port)));
            return socket;
        } catch (Problem problem) {
            boolean refused = problem.kind() == Problem.Kind.FORBIDDEN || problem.kind() == Problem.Kind.UNAUTHENTICATED;
            held.audit().write(new Audit.Line(
                    principal, "portforward.open", pod.cluster(), plain, refused ? Audit.Result.REFUSED : Audit.Result.FAILED, problem.kind().status(),
                    Map.of("port", port)));
            throw problem;
        }
    }

    /** @throws Problem as the API server says */
    static PortSocket open(Opener opener, Principal principal, ObjectRef pod, int port, Consumer<PortSocket> done) {
        if (port < 1 || port > 65_535) {
            throw new Problem(Problem.Kind.INVALID, "PORT_INVALID", port + " is no port.", Map.of("port", port), null);
        }
        String target = Path.of(pod, "portforward").with("ports", String.valueOf(port)).toString();
        var socket = new PortSocket(done);
        socket.opened(opener.socket(principal, pod.cluster(), target, PortSocket.PROTOCOLS, socket));
        return socket;
    }
}
