package dev.fresnel.http.tunnel;

import dev.fresnel.spi.principal.Sessions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** An answer on its way from the API server to the client. */
final class Download extends IteratingCallback {
    /** Below this it is not worth while to fill once more. */
    private static final int ROOM = 4096;

    private final Passage passage;
    private final Attempt attempt;
    private final Dechunker chunks = new Dechunker();
    private @Nullable AnswerHead head;
    private @Nullable Throwable broke;
    private long left;
    private boolean committed;
    private boolean done;
    private boolean keep = true;
    private boolean lineEnded = true;
    private volatile boolean paused;

    Download(Passage passage, Attempt attempt) {
        this.passage = passage;
        this.attempt = attempt;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected Action process() throws IOException {
        passage.wrote();
        if (done) {
            return Action.SUCCEEDED;
        }
        Optional<Sessions.End> end = passage.expelled();
        if (end.isPresent()) {
            return expel(end.get());
        }
        if (paused || attempt.closed()) {
            return Action.IDLE;
        }
        try {
            return forward();
        } catch (IOException | RuntimeException e) {
            broke = e;
            throw e;
        }
    }

    private Action forward() throws IOException {
        EndPoint server = attempt.line().getEndPoint();
        ByteBuffer in = attempt.line().in();
        while (true) {
            if (head != null && (left == 0 || left != AnswerHead.CHUNKED && in.hasRemaining())) {
                return emit(slice(in));
            }
            int before = in.remaining();
            boolean ended = fill(server, in, head != null);
            if (head == null) {
                Optional<Action> now = in.hasRemaining() ? begin(in) : Optional.empty();
                if (now.isPresent()) {
                    return now.get();
                }
                if (head != null) {
                    if (left > in.remaining()) {
                        fill(server, in, true); // so that head and body go out in one write
                    }
                    continue;
                }
                if (in.remaining() > in.capacity() - ROOM) {
                    throw new IOException("The head of the answer is too long");
                }
                if (in.remaining() > before) {
                    continue; // a part of it
                }
            } else if (left == AnswerHead.CHUNKED && in.hasRemaining()) {
                ByteBuffer out = chunks.take(in);
                done = chunks.done();
                if (out.hasRemaining() || done) {
                    return emit(out);
                }
            } else if (in.remaining() > before) {
                continue;
            }
            if (ended) {
                return ended();
            }
            if (head != null && !committed) {
                return emit(BufferUtil.EMPTY_BUFFER); // a watch without events: its head must not wait
            }
            attempt.line().relax();
            attempt.line().interest();
            return Action.IDLE;
        }
    }

    /**
     * Reads what is there.
     *
     * @param all whether until nothing is left; a head mostly brings the whole of a small answer with it, and to ask in vain costs something
     * @return whether the API server has closed
     */
    private boolean fill(EndPoint server, ByteBuffer in, boolean all) throws IOException {
        while (in.remaining() < in.capacity() - ROOM) {
            if (in.position() > 0) {
                in.compact().flip();
            }
            int length = server.fill(in);
            if (length <= 0) {
                return length < 0;
            }
            attempt.heard();
            if (!all) {
                return false;
            }
        }
        return false;
    }

    private Action ended() throws EOFException {
        if (head != null && left == AnswerHead.UNTIL_CLOSE) {
            done = true;
            return emit(BufferUtil.EMPTY_BUFFER);
        }
        throw new EOFException("The API server closed the connection");
    }

    private ByteBuffer slice(ByteBuffer in) {
        int length = left < 0 ? in.remaining() : (int) Math.min(left, in.remaining());
        ByteBuffer out = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (left >= 0) {
            left -= length;
            done = left == 0;
        }
        return out;
    }

    private Action emit(ByteBuffer bytes) {
        committed = true;
        if (bytes.hasRemaining()) {
            lineEnded = bytes.get(bytes.limit() - 1) == '\n';
        }
        passage.writes(done);
        passage.call().response().write(done, bytes, this);
        return Action.SCHEDULED;
    }

    // ---- the head ----

    /** @return what to do when the head makes an end of reading; empty to read on */
    private Optional<Action> begin(ByteBuffer in) throws IOException {
        Optional<AnswerHead> read = AnswerHead.read(in, passage.call().manner());
        while (read.isPresent() && read.get().interim()) {
            if (read.get().status() == HttpStatus.CONTINUE_100) {
                attempt.goOn();
            }
            read = AnswerHead.read(in, passage.call().manner());
        }
        if (read.isEmpty()) {
            return Optional.empty();
        }
        AnswerHead now = read.get();
        if (now.status() == 401 && passage.mayRenew()) {
            paused = true;
            passage.renew(() -> {
                begin(now);
                paused = false;
                iterate();
            });
            return Optional.of(Action.IDLE);
        }
        if (now.status() == HttpStatus.SWITCHING_PROTOCOLS_101) {
            return Optional.of(upgrade(now, in));
        }
        begin(now);
        return Optional.empty();
    }

    private void begin(AnswerHead now) {
        var call = passage.call();
        passage.answered(now.status());
        head = now;
        left = now.bodiless(call.method()) ? 0 : now.length();
        done = left == 0;
        keep = now.keeps();
        var response = call.response();
        response.setStatus(now.status());
        sayReason(now);
        response.getHeaders().add(now.headers());
        call.manner().cover(response.getHeaders());
        if (passage.demand().upgrade().isPresent()) {
            keep = false; // whoever asked for another protocol may have spoken it already
            response.getHeaders().put("Connection", "close");
        }
    }

    /** Jetty knows its own phrases alone. */
    private void sayReason(AnswerHead now) {
        if (!now.reason().equals(HttpStatus.getMessage(now.status())) && !passage.multiplexed()) {
            passage.call().request().addHttpStreamWrapper(stream -> new Phrased(stream, now.reason()));
        }
    }

    private static final class Phrased extends HttpStream.Wrapper {
        private final String reason;

        Phrased(HttpStream stream, String reason) {
            super(stream);
            this.reason = reason;
        }

        @Override
        public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last, ByteBuffer content, Callback callback) {
            var phrased = response == null
                    ? null
                    : new MetaData.Response(
                            response.getStatus(), reason, response.getHttpVersion(), response.getHttpFields(), response.getContentLength(),
                            response.getTrailersSupplier());
            super.send(request, phrased, last, content, callback);
        }
    }

    /** From here on both sides speak what they like. */
    private Action upgrade(AnswerHead now, ByteBuffer in) throws IOException {
        if (passage.demand().upgrade().isEmpty()) {
            throw new IOException("The API server changes the protocol unasked");
        }
        passage.answered(now.status());
        done = true;
        head = now;
        var call = passage.call();
        call.response().setStatus(now.status());
        call.response().getHeaders().add(now.headers());
        call.manner().upgraded(call.response().getHeaders());
        attempt.handOver();
        Pipe pipe = Pipe.join(call.request(), passage.client(), attempt, in, passage::closed);
        passage.becomes(pipe);
        call.response().write(true, BufferUtil.EMPTY_BUFFER, Callback.from(InvocationType.NON_BLOCKING, call.callback()::succeeded, cause -> {
            pipe.end();
            call.callback().failed(cause);
        }));
        return Action.SUCCEEDED;
    }

    // ---- the end ----

    /** The session of whoever asked has ended. A watch can say so in its own words, an answer that has not begun too. */
    private Action expel(Sessions.End end) {
        if (!committed) {
            passage.refuse(Passage.ended(end));
            return Action.IDLE;
        }
        boolean watch = !passage.call().manner().foreign() && passage.demand().lasting() && left == AnswerHead.CHUNKED && lineEnded && head != null
                && "application/json".equals(head.headers().get("Content-Type"));
        if (!watch) {
            passage.gone(new EOFException("The session has ended"));
            return Action.IDLE;
        }
        done = true;
        keep = false;
        passage.writes(true);
        passage.call().response().write(true, passage.lastWord(end), this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        if (head == null || head.status() != HttpStatus.SWITCHING_PROTOCOLS_101) {
            attempt.answered(keep);
            passage.complete();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        if (cause == broke) {
            attempt.failed(cause);
        } else {
            passage.gone(cause);
        }
    }
}
