package dev.fresnel.kubernetes.upstream;

import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One answer of an API server. */
final class Exchange implements UpstreamResponse {
    private final int status;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final InputStream body;
    private final Runnable ended;
    private final AtomicBoolean closed = new AtomicBoolean();

    Exchange(HttpResponse<InputStream> answer, Runnable ended) {
        this.status = answer.statusCode();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        this.body = answer.body();
        this.ended = ended;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                body.close();
            } catch (IOException e) {
                // It has ended, which is all that was wanted.
            } finally {
                ended.run();
            }
        }
    }
}
