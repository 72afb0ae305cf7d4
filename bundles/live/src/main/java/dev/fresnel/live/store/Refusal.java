package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.util.List;

/** The API server said no, with a status. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 64 * 1024;

    private final int status;
    private final long retryAfter;

    Refusal(int status, String message, long retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** What an answer says that is none of 2xx; reads its body. */
    static Refusal of(UpstreamResponse response) {
        String message = "";
        try {
            message = message(response.body().readNBytes(MOST));
        } catch (IOException broken) {
            // The status says enough.
        }
        List<String> after = response.headers().getOrDefault("retry-after", List.of());
        long seconds = after.isEmpty() || !after.getFirst().matches("\\d{1,5}") ? 0 : Long.parseLong(after.getFirst());
        return new Refusal(response.status(), message.isEmpty() ? "HTTP " + response.status() : message, seconds * 1000);
    }

    private static String message(byte[] body) throws IOException {
        try (JsonParser in = Tables.JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("message")) {
                    return in.getText();
                }
                in.skipChildren();
            }
            return "";
        }
    }

    int status() {
        return status;
    }

    /** Milliseconds to wait at least. */
    long retryAfter() {
        return retryAfter;
    }

    boolean denied() {
        return status == 401 || status == 403;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
