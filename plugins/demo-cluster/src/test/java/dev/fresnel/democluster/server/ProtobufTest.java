package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bodies as typed clients send them. */
class ProtobufTest {
    private final Protobuf protobuf = new Protobuf(new Schemas(new Types()));

    /** Writes the wire format by hand, so that the reader is not its own judge. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message with(int field, Message message) {
            return bytes(field, message.out.toByteArray());
        }

        private Message bytes(int field, byte[] bytes) {
            varint((long) field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                out.write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
        }

        byte[] wrapped(String apiVersion, String kind) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {'k', '8', 's', 0});
            all.writeBytes(new Message().with(1, new Message().text(1, apiVersion).text(2, kind)).with(2, this).out.toByteArray());
            return all.toByteArray();
        }
    }

    @Test
    void deployment() {
        Message container = new Message().text(1, "c").text(2, "nginx").with(10, new Message().text(1, "").number(2, 1))
                .with(11, new Message().with(1, new Message().with(2, new Message().text(1, "/h").with(2, new Message().number(1, 1).text(3, "http")))).number(2, 5));
        Message volume = new Message().text(1, "v").with(2, new Message().with(19, new Message().with(1, new Message().text(1, "cm"))));
        Message template = new Message().with(1, new Message().with(11, new Message().text(1, "app").text(2, "x")))
                .with(2, new Message().with(1, volume).with(2, container));
        Message spec = new Message().number(1, 0).with(2, new Message().with(1, new Message().text(1, "app").text(2, "x"))).with(3, template).number(7, 0);
        Message deployment = new Message().with(1, new Message().text(1, "web").text(4, "").with(8, new Message())).with(2, spec);
        assertThat(protobuf.decode(deployment.wrapped("apps/v1", "Deployment"))).isEqualTo(ServerBench.object("{'kind':'Deployment','apiVersion':'apps/v1','metadata':{'name':'web'},"
                + "'spec':{'replicas':0,'selector':{'matchLabels':{'app':'x'}},'template':{'metadata':{'labels':{'app':'x'}},"
                + "'spec':{'volumes':[{'name':'v','configMap':{'name':'cm'}}],'containers':[{'name':'c','image':'nginx','livenessProbe':{'initialDelaySeconds':1},"
                + "'readinessProbe':{'httpGet':{'path':'/h','port':'http'},'initialDelaySeconds':5}}]}}}}"));
    }

    @Test
    void secretsAndTimes() {
        Message secret = new Message().with(1, new Message().text(1, "s").with(8, new Message().number(1, 1_700_000_000L))).with(2, new Message().text(1, "k").text(2, "v"));
        assertThat(protobuf.decode(secret.wrapped("v1", "Secret"))).isEqualTo(ServerBench.object("{'kind':'Secret','apiVersion':'v1',"
                + "'metadata':{'name':'s','creationTimestamp':'2023-11-14T22:13:20Z'},'data':{'k':'dg=='}}"));
    }

    @Test
    void brokenBodiesAreRefused() {
        ServerBench bench = new ServerBench();
        for (byte[] body : new byte[][] {{}, {'k', '8', 's'}, {'k', '8', 's', 0, 0x12, 0x7f}, {'k', '8', 's', 0, 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}}) {
            var answer = bench.server.handle(bench.request("POST", "/api/v1/namespaces/default/secrets", body, "application/vnd.kubernetes.protobuf"));
            assertThat(answer.status()).isBetween(400, 415);
        }
    }
}
