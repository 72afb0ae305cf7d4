package dev.fresnel.http.server;

import dev.fresnel.http.live.Hub;
import dev.fresnel.http.live.LiveSocket;
import dev.fresnel.http.live.Wire;
import dev.fresnel.spi.principal.Principal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/** One WebSocket of Jetty's, with whole frames for the hub. Bytes of frames go out as they are, never through a String. */
public final class JettyWire implements FrameHandler, Wire {
    /** Longer than two pings: who answers none of them is gone. */
    private static final Duration IDLE = Duration.ofSeconds(55);

    private final Hub hub;
    private final Principal principal;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private boolean binary;
    private volatile State state = new Before();

    private sealed interface State {}

    private record Before() implements State {}

    private record Open(CoreSession session, LiveSocket socket) implements State {}

    JettyWire(Hub hub, Principal principal) {
        this.hub = hub;
        this.principal = principal;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        session.setIdleTimeout(IDLE);
        session.setMaxFrameSize(LiveSocket.FRAME);
        session.setMaxTextMessageSize(LiveSocket.FRAME);
        session.setMaxBinaryMessageSize(LiveSocket.FRAME);
        session.setAutoFragment(false);
        LiveSocket socket = hub.enter(principal, this);
        state = new Open(session, socket);
        callback.succeeded();
        session.demand();
        hub.check(socket);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (!(state instanceof Open open)) {
            callback.succeeded();
            return;
        }
        open.socket().heard();
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> take(frame, open);
            case OpCode.PING -> {
                var pong = new Frame(OpCode.PONG, BufferUtil.copy(frame.getPayload()));
                open.session().sendFrame(pong, Callback.NOOP, false);
            }
            default -> {
                // PONG says all by coming; CLOSE is answered by Jetty
            }
        }
        callback.succeeded();
        if (frame.getOpCode() != OpCode.CLOSE) {
            open.session().demand();
        }
    }

    private void take(Frame frame, Open open) {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            binary = frame.getOpCode() == OpCode.BINARY;
        }
        byte[] bytes = BufferUtil.toArray(frame.getPayload());
        if (part.size() + bytes.length > LiveSocket.FRAME) {
            close(CloseStatus.MESSAGE_TOO_LARGE, "A frame has at most 1 MB.");
            return;
        }
        if (frame.isFin() && part.size() == 0) {
            pass(bytes, open);
            return;
        }
        part.writeBytes(bytes);
        if (frame.isFin()) {
            byte[] whole = part.toByteArray();
            part.reset();
            pass(whole, open);
        }
    }

    private void pass(byte[] whole, Open open) {
        if (binary) {
            open.socket().receivedBytes(whole);
        } else {
            open.socket().received(whole);
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        if (state instanceof Open open) {
            open.socket().closed();
        }
        callback.succeeded();
    }

    @Override
    public void send(byte[] frame, Runnable done) {
        send(OpCode.TEXT, frame, done);
    }

    @Override
    public void sendBytes(byte[] frame, Runnable done) {
        send(OpCode.BINARY, frame, done);
    }

    /** What is larger than a frame may be, such as an object of a megabyte, goes out in parts, with no other frame of data between them. */
    private synchronized void send(byte kind, byte[] frame, Runnable done) {
        if (!(state instanceof Open open)) {
            done.run();
            return;
        }
        byte code = kind;
        int from = 0;
        for (; frame.length - from > LiveSocket.FRAME; from += LiveSocket.FRAME) {
            Frame head = new Frame(code, ByteBuffer.wrap(frame, from, LiveSocket.FRAME));
            head.setFin(false);
            open.session().sendFrame(head, Callback.NOOP, false);
            code = OpCode.CONTINUATION;
        }
        Frame last = new Frame(code, ByteBuffer.wrap(frame, from, frame.length - from));
        open.session().sendFrame(last, Callback.from(done, cause -> done.run()), false);
    }

    @Override
    public void ping() {
        if (state instanceof Open open) {
            open.session().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (state instanceof Open open) {
            open.session().close(code, reason, Callback.NOOP);
        }
    }

    @Override
    public void abort() {
        if (state instanceof Open open) {
            open.session().abort();
        }
    }
}
