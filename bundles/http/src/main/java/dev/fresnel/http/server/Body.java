package dev.fresnel.http.server;

import dev.fresnel.api.plugin.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;

/** A request's body, with an upper limit; who dribbles it would hold a connection for hours. */
final class Body extends FilterInputStream {
    private final long limit;
    private final Departure departure;
    private final Duration patience;
    private long seen;
    private long waited;

    /** @param patience how long it may be waited for, altogether, beyond a second for each KB */
    Body(InputStream in, long limit, Duration patience, Departure departure) {
        super(in);
        this.limit = limit;
        this.departure = departure;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try (var _ = departure.turn()) {
            long begin = System.nanoTime();
            int got = super.read(bytes, offset, length);
            waited += System.nanoTime() - begin;
            count(got);
            return got;
        } catch (IOException e) {
            departure.left();
            throw e;
        }
    }

    private void count(int bytes) {
        if (bytes < 0) {
            departure.bodyRead();
            return;
        }
        seen += bytes;
        if (waited > patience.plusMillis(seen).toNanos()) {
            throw new Problem(Problem.Kind.INVALID, "BODY_TOO_SLOW", "The request's body comes too slowly.");
        }
        if (seen > limit) {
            throw new Problem(
                    Problem.Kind.INVALID, "BODY_TOO_LARGE", "The request's body is longer than " + limit + " bytes.", Map.of("limit", limit), null);
        }
    }
}
