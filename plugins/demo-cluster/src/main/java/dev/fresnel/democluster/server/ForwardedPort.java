package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One connection to a port of a pod ({@code v4.channel.k8s.io}: data on channel 0, errors on channel 1, the port first on both). What listens
 * there speaks HTTP and tells of itself.
 */
final class ForwardedPort {
    private static final int LARGEST_HEAD = 16 << 10;

    private final Kubelet kubelet;
    private final ObjectNode pod;
    private final Conversation.Wire wire;

    ForwardedPort(Kubelet kubelet, ObjectNode pod, Conversation.Wire wire) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.wire = wire;
    }

    void serve(int port) throws IOException, InterruptedException {
        byte[] number = {(byte) port, (byte) (port >> 8)};
        send(0, number);
        send(1, number);
        if (!listens(port)) {
            send(1, ("error forwarding port " + port + " to pod: dial tcp4 127.0.0.1:" + port + ": connect: connection refused").getBytes(StandardCharsets.UTF_8));
            return;
        }
        var head = new ByteArrayOutputStream();
        for (Optional<byte[]> message = wire.receive(); message.isPresent(); message = wire.receive()) {
            if (message.get()[0] == 0) {
                head.write(message.get(), 1, message.get().length - 1);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || head.size() > LARGEST_HEAD) {
                send(0, kubelet.answer(pod, port, text));
                return;
            }
        }
    }

    private boolean listens(int port) {
        for (JsonNode container : Json.at(pod, "spec", "containers")) {
            for (JsonNode one : container.path("ports")) {
                if (one.path("containerPort").asInt() == port) {
                    return true;
                }
            }
        }
        return false;
    }

    private void send(int channel, byte[] bytes) throws IOException, InterruptedException {
        byte[] message = new byte[bytes.length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, bytes.length);
        wire.send(message);
    }
}
