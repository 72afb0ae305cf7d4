package dev.fresnel.http.tunnel;

import org.eclipse.jetty.server.ConnectionMetaData;

/** While streams are under way a connection's own idle time is off: it would end them, and all others beside them. */
public final class Silence implements AutoCloseable {
    private static final String COUNT = "dev.fresnel.silent";

    private final ConnectionMetaData connection;
    private final org.eclipse.jetty.io.EndPoint endPoint;
    private boolean over;

    /** It begins; close it when the stream is over. */
    public Silence(ConnectionMetaData connection) {
        this.connection = connection;
        this.endPoint = connection.getConnection().getEndPoint();
        change(1);
    }

    private void change(int by) {
        synchronized (connection) {
            int before = connection.getAttribute(COUNT) instanceof Integer count ? count : 0;
            connection.setAttribute(COUNT, before + by);
            if (before == 0 || before + by == 0) {
                endPoint.setIdleTimeout(before == 0 ? 0 : connection.getConnector().getIdleTimeout());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!over) {
            over = true;
            change(-1);
        }
    }
}
