package dev.fresnel.http.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** A connection to a proxy until it has let us through; then what was to be connected takes over. */
final class ProxyTalk extends AbstractConnection.NonBlocking {
    /** Takes over the bytes behind the proxy. */
    @FunctionalInterface
    interface Successor {
        Connection over(EndPoint endPoint) throws IOException;
    }

    private final ProxyWords words;
    private final Successor successor;
    private final Consumer<Throwable> failed;
    private final ByteBuffer heard = BufferUtil.allocate(8 * 1024);

    ProxyTalk(EndPoint endPoint, Executor executor, ProxyWords words, Successor successor, Consumer<Throwable> failed) {
        super(endPoint, executor);
        this.words = words;
        this.successor = successor;
        this.failed = failed;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        say(words.first());
    }

    private void say(byte[] text) {
        getEndPoint().write(Callback.from(Invocable.InvocationType.NON_BLOCKING, this::fillInterested, this::broken), ByteBuffer.wrap(text));
    }

    @Override
    public void onFillable() {
        try {
            int length = getEndPoint().fill(heard);
            if (length < 0) {
                throw new EOFException("the proxy closed the connection");
            }
            Optional<byte[]> answer = words.next(heard);
            if (answer.isEmpty() && !BufferUtil.isFull(heard)) {
                fillInterested();
            } else if (answer.isEmpty() || answer.get().length == 0 && heard.hasRemaining()) {
                throw new IOException("the proxy says more than it should");
            } else if (answer.get().length > 0) {
                say(answer.get());
            } else {
                getEndPoint().upgrade(successor.over(getEndPoint()));
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        broken(cause);
    }

    private void broken(Throwable cause) {
        failed.accept(cause);
        close();
    }
}
