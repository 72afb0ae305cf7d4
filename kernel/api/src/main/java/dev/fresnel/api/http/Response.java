package dev.fresnel.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
