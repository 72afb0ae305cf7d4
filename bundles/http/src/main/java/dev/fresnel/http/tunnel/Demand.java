package dev.fresnel.http.tunnel;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What a request asks of the connection.
 *
 * @param upgrade the protocol that it wants to change to
 * @param length of its body; -1 = not said
 * @param chunked whether a body of unknown length follows
 * @param waits whether the body is sent only when the API server wants it ({@code Expect: 100-continue})
 * @param lasting whether the answer may last
 */
record Demand(Optional<String> upgrade, long length, boolean chunked, boolean waits, boolean lasting) {
    static Demand of(Call call) {
        HttpFields headers = call.request().getHeaders();
        long length = call.request().getLength();
        boolean chunked = length < 0
                && (headers.contains(HttpHeader.TRANSFER_ENCODING) || call.multiplexed() && !call.method().equals("GET") && !call.method().equals("HEAD"));
        boolean body = length > 0 || chunked;
        boolean waits = body && !call.multiplexed() && headers.contains(HttpHeader.EXPECT, "100-continue");
        Optional<String> upgrade = body || call.multiplexed() ? Optional.empty() : upgrade(headers);
        return new Demand(upgrade, length, chunked, waits, upgrade.isPresent() || Deeds.lasting(call.method(), call.path(), call.query()));
    }

    /** The same, when its body is there already. */
    Demand unhurried() {
        return new Demand(upgrade, length, chunked, false, lasting);
    }

    boolean body() {
        return length > 0 || chunked;
    }

    /** An offer to speak HTTP/2 is no wish for a tunnel, nor is a word that the connection does not back. */
    private static Optional<String> upgrade(HttpFields headers) {
        HttpField field = headers.getField(HttpHeader.UPGRADE);
        if (field == null || field.getValue() == null || !headers.contains(HttpHeader.CONNECTION, "upgrade")) {
            return Optional.empty();
        }
        String protocol = field.getValue().strip();
        String lower = protocol.toLowerCase(Locale.ROOT);
        return lower.isEmpty() || lower.startsWith("h2c") || lower.startsWith("http/") ? Optional.empty() : Optional.of(protocol);
    }
}
