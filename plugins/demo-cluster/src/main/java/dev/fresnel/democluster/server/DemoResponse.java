package dev.fresnel.democluster.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * One answer: a status, headers, and a body that writes itself, at once or for as long as the caller listens.
 *
 * @param streamed true when the body goes on until the caller leaves, so that each part is to be sent when it is flushed
 */
public record DemoResponse(int status, Map<String, List<String>> headers, Body body, boolean streamed) {

    /** Writes the answer's bytes; blocks for as long as a watch lasts. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A body whose bytes are all there. */
    public record Whole(byte[] bytes) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** The connection becomes a WebSocket. */
    public record Upgrade(String protocol, Conversation conversation) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            throw new IOException("it can be had over a WebSocket alone");
        }
    }

    static DemoResponse bytes(int status, String type, byte[] bytes) {
        return new DemoResponse(status, Map.of("Content-Type", List.of(type)), new Whole(bytes), false);
    }

    public static DemoResponse json(int status, com.fasterxml.jackson.databind.JsonNode tree) {
        return bytes(status, "application/json", Json.bytes(tree));
    }

    static DemoResponse stream(String type, boolean endless, Body body) {
        return new DemoResponse(200, Map.of("Content-Type", List.of(type)), body, endless);
    }

    DemoResponse warned(List<String> warnings) {
        if (warnings.isEmpty()) {
            return this;
        }
        Map<String, List<String>> all = new java.util.HashMap<>(headers);
        all.put("Warning", warnings.stream().map(text -> "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"").toList());
        return new DemoResponse(status, all, body, streamed);
    }
}
