package dev.fresnel.http.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client has gone while nobody reads its connection, as it is over HTTP/1.1 between a request and the end of its answer.
 * A client that says something meanwhile has said it in vain: its connection ends with the answer.
 */
final class Listening implements Callback {
    private final EndPoint client;
    private final Consumer<Throwable> gone;
    private boolean begun;
    private boolean spoken;
    private boolean over;

    Listening(EndPoint client, Consumer<Throwable> gone) {
        this.client = client;
        this.gone = gone;
    }

    synchronized void begin() {
        if (!begun && !over) {
            begun = true;
            client.tryFillInterested(this);
        }
    }

    /**
     * Gives the connection back, before the last bytes of the answer go out: the next request may follow them at once. With nothing lost it
     * can be used again, else Jetty finds us reading and closes it.
     */
    synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        if (begun && !spoken && client instanceof AbstractEndPoint endPoint) {
            endPoint.getFillInterest().fillable();
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public synchronized void succeeded() {
        if (over) {
            return;
        }
        try {
            ByteBuffer buffer = BufferUtil.allocate(1024);
            int length = client.fill(buffer);
            while (length > 0) {
                spoken = true;
                BufferUtil.clear(buffer);
                length = client.fill(buffer);
            }
            if (length < 0) {
                gone.accept(new EofException("the client has gone"));
            } else {
                client.tryFillInterested(this);
            }
        } catch (IOException e) {
            gone.accept(e);
        }
    }

    @Override
    public void failed(Throwable cause) {
        gone.accept(cause);
    }
}
