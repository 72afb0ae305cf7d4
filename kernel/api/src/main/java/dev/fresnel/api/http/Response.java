package dev.fresnel.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An answer: status, headers, body.
 *
 * @param status HTTP status code
 * @param headers names as they should be written, each with its values
 * @param body what follows
 */
public record Response(int status, Map<String, List<String>> headers, Body body) {

    /** The body of an answer. */
    public sealed interface Body {}

    /** No body. */
    public record Empty() implements Body {}

    /** A whole body, with Content-Length. */
    public record Bytes(byte[] bytes) implements Body {}

    /** A value that the platform writes as JSON: records, maps, lists, text, numbers, booleans, {@code Answer}, {@code Json}. */
    public record Value(Object value) implements Body {}

    /** A body written piece by piece; each flush reaches the client. */
    public record Stream(Writer writer) implements Body {}

    /**
     * The connection becomes a WebSocket and somebody talks over it. For plugins that bring a cluster alone: programs expect exec, attach
     * and port-forward below a cluster's address. What a page wants of a plugin goes over a {@code Channel}.
     *
     * @param protocol the subprotocol, one of those that were asked for
     */
    public record Upgrade(String protocol, Conversation conversation) implements Body {}

    /** One side of a WebSocket; called on a virtual thread. The connection ends when it returns. */
    @FunctionalInterface
    public interface Conversation {
        /** @throws InterruptedException when the plugin leaves; it should end then */
        void talk(Talk talk) throws IOException, InterruptedException;
    }

    /** A WebSocket's binary messages, of at most 1 MB. */
    @ProviderType
    public interface Talk {
        /** Waits for the next message; empty when the other side has ended it. The next one is not read before this is called again. */
        Optional<byte[]> receive() throws InterruptedException;

        /** Waits until it has gone out. */
        void send(byte[] message) throws IOException, InterruptedException;
    }

    /** Writes a streamed body on a virtual thread; writing fails when the client has gone. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    public Response {
        headers = Map.copyOf(headers);
    }

    /** 200 with the value as JSON. A {@code dev.fresnel.api.view.Answer} keeps its shape: known, loading, forbidden or unreachable. */
    public static Response json(Object value) {
        return new Response(200, Map.of("Content-Type", List.of("application/json")), new Value(value));
    }

    public static Response text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response bytes(String contentType, byte[] bytes) {
        return new Response(200, Map.of("Content-Type", List.of(contentType)), new Bytes(bytes));
    }

    public static Response stream(String contentType, Writer writer) {
        return new Response(200, Map.of("Content-Type", List.of(contentType)), new Stream(writer));
    }

    public static Response upgrade(String protocol, Conversation conversation) {
        return new Response(101, Map.of(), new Upgrade(protocol, conversation));
    }

    public static Response status(int status) {
        return new Response(status, Map.of(), new Empty());
    }

    public Response withStatus(int other) {
        return new Response(other, headers, body);
    }

    public Response withHeader(String name, String value) {
        var copy = new LinkedHashMap<>(headers);
        copy.put(name, List.of(value));
        return new Response(status, copy, body);
    }
}
