package dev.fresnel.http.server;

import dev.fresnel.http.edge.Authority;
import dev.fresnel.http.edge.Visit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** What a request says about where it comes from and where it wants to go. */
final class Arrival {
    private Arrival() {}

    /** @param path below the base path, as sent */
    static Visit visit(Request request, String path) {
        var headers = request.getHeaders();
        Optional<InetAddress> local = request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress address
                ? Optional.ofNullable(address.getAddress())
                : Optional.empty();
        return new Visit(
                request.getMethod(),
                path,
                request.isSecure() ? "https" : "http",
                host(request),
                local,
                name -> Optional.ofNullable(headers.get(name)),
                headers.contains(HttpHeader.COOKIE),
                Optional.ofNullable(headers.get(HttpHeader.AUTHORIZATION)).filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7)).isPresent());
    }

    /** HTTP/2 says it as authority, HTTP/1.1 as header; a request line that names another host makes both void. */
    private static String host(Request request) {
        String header = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
        String authority = String.valueOf(request.getHttpURI().getAuthority());
        if (!request.getHeaders().contains(HttpHeader.HOST)) {
            return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2 ? authority : "";
        }
        boolean other = request.getHttpURI().hasAuthority() && !authority.equals(header) && !name(authority).equals(name(header));
        return other ? "" : header;
    }

    private static Optional<String> name(String authority) {
        return Authority.of(authority).map(Authority::host);
    }
}
