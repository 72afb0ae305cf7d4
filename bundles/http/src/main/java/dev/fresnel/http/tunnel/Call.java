package dev.fresnel.http.tunnel;

import dev.fresnel.spi.principal.Principal;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request that somebody may send.
 *
 * @param cluster cluster id
 * @param target path and query at the API server, as sent
 * @param page whether a browser's page sent it
 * @param manner what is changed on the way
 * @param ended gets the status when it is over
 */
public record Call(
        Request request, Response response, Callback callback, Principal principal, String cluster, String target, boolean page, Manner manner,
        IntConsumer ended) {
    /** To the Kubernetes API. */
    public Call(
            Request request, Response response, Callback callback, Principal principal, String cluster, String target, boolean page, IntConsumer ended) {
        this(request, response, callback, principal, cluster, target, page, Shield.MANNER, ended);
    }

    /** The same, once it is known who asks. */
    public Call by(Principal somebody) {
        return new Call(request, response, callback, somebody, cluster, target, page, manner, ended);
    }

    boolean multiplexed() {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    EndPoint client() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    String method() {
        return request.getMethod();
    }

    /** The path alone. */
    String path() {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    String query() {
        int begin = target.indexOf('?');
        return begin < 0 ? "" : target.substring(begin + 1);
    }
}
