package dev.fresnel.http.server;

import dev.fresnel.api.plugin.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A request's body, with limits of its size and its pace. */
final class Body extends FilterInputStream {
    private final long limit;
    private final Departure departure;
    private final BodyPace pace;
    private long seen;

    Body(InputStream in, long limit, BodyPace pace, Departure departure) {
        super(in);
        this.limit = limit;
        this.departure = departure;
        this.pace = pace;
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
            pace.came(got, System.nanoTime() - begin);
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
        if (seen > limit) {
            throw new Problem(
                    Problem.Kind.INVALID, "BODY_TOO_LARGE", "The request's body is longer than " + limit + " bytes.", Map.of("limit", limit), null);
        }
    }
}
