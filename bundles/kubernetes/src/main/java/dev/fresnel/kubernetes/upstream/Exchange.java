package dev.fresnel.kubernetes.upstream;

import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.FilterInputStream;
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

    /**
     * @param ended told once, when it is closed
     * @param broke told when the connection breaks before the answer is whole
     */
    Exchange(HttpResponse<InputStream> answer, Runnable ended, Runnable broke) {
        this.status = answer.statusCode();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        this.body = new Body(answer.body(), broke);
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

    /** Says so when reading fails for another reason than our own closing. */
    private final class Body extends FilterInputStream {
        private final Runnable broke;

        Body(InputStream in, Runnable broke) {
            super(in);
            this.broke = broke;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw told(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw told(e);
            }
        }

        private IOException told(IOException failure) {
            if (!closed.get()) {
                broke.run();
            }
            return failure;
        }
    }
}
