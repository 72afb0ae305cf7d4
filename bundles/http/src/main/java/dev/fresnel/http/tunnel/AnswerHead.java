package dev.fresnel.http.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * The head of an API server's answer.
 *
 * @param reason the phrase after the status
 * @param headers those that go on
 * @param length bytes of the body; {@link #CHUNKED} or {@link #UNTIL_CLOSE} when the head does not say
 * @param keeps whether the connection may be used again
 */
record AnswerHead(int status, String reason, HttpFields headers, long length, boolean keeps) {
    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    /** Takes one whole head from the buffer, if it is there. @throws IOException when it is none */
    static Optional<AnswerHead> read(ByteBuffer in, Manner manner) throws IOException {
        int end = end(in);
        if (end < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[end - in.position()];
        in.get(bytes);
        try {
            return Optional.of(parse(new String(bytes, StandardCharsets.ISO_8859_1), manner));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("The answer is no HTTP", e);
        }
    }

    private static int end(ByteBuffer in) {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static AnswerHead parse(String text, Manner manner) {
        if (!text.startsWith("HTTP/1.")) {
            throw new IllegalArgumentException(text);
        }
        int status = Integer.parseInt(text, 9, 12, 10);
        int lineEnd = text.indexOf("\r\n");
        String reason = lineEnd > 13 ? text.substring(13, lineEnd) : "";
        var headers = HttpFields.build();
        long length = UNTIL_CLOSE;
        boolean keeps = text.charAt(7) == '1';
        for (int at = lineEnd + 2; at < text.length() - 2; ) {
            int end = text.indexOf("\r\n", at);
            int colon = text.indexOf(':', at);
            String name = text.substring(at, colon);
            String value = text.substring(colon + 1, end).strip();
            at = end + 2;
            String lower = name.toLowerCase(Locale.ROOT);
            switch (lower) {
                case "transfer-encoding" -> length = CHUNKED;
                case "content-length" -> {
                    long said = Long.parseLong(value);
                    if (said < 0 || length >= 0 && length != said) {
                        throw new IllegalArgumentException("Content-Length");
                    }
                    length = length == CHUNKED ? CHUNKED : said;
                    headers.put(name, value);
                }
                case "connection" -> {
                    keeps &= !value.equalsIgnoreCase("close");
                    if (status == 101) {
                        headers.add(name, value);
                    }
                }
                case "upgrade" -> {
                    if (status == 101) {
                        headers.add(name, value);
                    }
                }
                case "keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer" -> {
                    // between it and us
                }
                default -> {
                    if (!manner.refuses(lower)) {
                        headers.add(name, value);
                    }
                }
            }
        }
        if (length == CHUNKED) {
            headers.remove("Content-Length");
        }
        return new AnswerHead(status, reason, headers, length, keeps && length != UNTIL_CLOSE);
    }

    /** @param method of the request */
    boolean bodiless(String method) {
        return method.equals("HEAD") || status == 204 || status == 304 || length == 0;
    }

    /** Whether another head follows. */
    boolean interim() {
        return status < 200 && status != 101;
    }
}
