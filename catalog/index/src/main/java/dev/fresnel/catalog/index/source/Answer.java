package dev.fresnel.catalog.index.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** An HTTP answer whose body is still on its way. */
record Answer(URI address, int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    static Answer of(HttpResponse<InputStream> response) {
        return new Answer(response.uri(), response.statusCode(), response.headers(), response.body());
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** @return -1 when it does not say */
    long length() {
        try {
            return Long.parseLong(header("Content-Length"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // what was not read any more is of no interest
        }
    }
}
