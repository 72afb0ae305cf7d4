package dev.fresnel.http.tunnel;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.Address;
import dev.fresnel.spi.transport.Way;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The head of a request as an API server gets it: end-to-end headers as they came (RFC 9110 §7.6.1), but nothing by which a client could
 * say who it is.
 */
final class RequestHead {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding",
            "upgrade", "http2-settings");

    private static final Set<String> OURS = Set.of("authorization", "content-length", "cookie", "expect", "host");

    private final StringBuilder text = new StringBuilder(512);

    private RequestHead() {}

    /** @throws Problem INVALID when it holds what would not stay one head */
    static ByteBuffer of(Call call, Demand demand, Way way) {
        var head = new RequestHead();
        var address = way.address();
        head.line(call.method(), address, way.prefix());
        byte[] target = target(call.target());
        head.rest(call.request().getHeaders(), demand, way, call.manner());
        byte[] method = head.methodAndPrefix.getBytes(StandardCharsets.ISO_8859_1);
        byte[] rest = head.text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(method.length + target.length + rest.length).put(method).put(target).put(rest).flip();
    }

    private String methodAndPrefix = "";

    private void line(String method, Address address, String prefix) {
        boolean whole = address.tls().isEmpty() && address.proxy().filter(proxy -> proxy.kind() == Address.Kind.HTTP).isPresent();
        methodAndPrefix = method + " " + (whole ? "http://" + address.authority() : "") + prefix;
        text.append(" HTTP/1.1\r\nHost: ").append(address.authority()).append("\r\n");
    }

    /** Over HTTP/2 a path may hold anything. */
    private static byte[] target(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw malformed();
            }
        }
        return target.getBytes(StandardCharsets.UTF_8);
    }

    private void rest(HttpFields sent, Demand demand, Way way, Manner manner) {
        Set<String> named = named(sent);
        for (HttpField field : sent) {
            String name = field.getLowerCaseName();
            if (HOP_BY_HOP.contains(name) || OURS.contains(name) || named.contains(name) || identity(name) || !manner.carries(name)) {
                continue;
            }
            if (name.equals("user-agent") && !manner.foreign() && browser(field.getValue())) {
                add("User-Agent", way.agent());
            } else {
                add(field.getName(), field.getValue() == null ? "" : field.getValue());
            }
        }
        manner.added().forEach(this::add);
        for (Map.Entry<String, List<String>> header : way.identity().entrySet()) {
            header.getValue().forEach(value -> add(header.getKey(), value));
        }
        boolean plain = way.address().tls().isEmpty();
        way.address().proxy()
                .filter(proxy -> plain && proxy.kind() == Address.Kind.HTTP && !proxy.authorization().isEmpty())
                .ifPresent(proxy -> add("Proxy-Authorization", proxy.authorization()));
        demand.upgrade().ifPresent(protocol -> {
            text.append("Connection: Upgrade\r\n");
            add("Upgrade", protocol);
        });
        if (demand.waits()) {
            text.append("Expect: 100-continue\r\n");
        }
        if (demand.chunked()) {
            text.append("Transfer-Encoding: chunked\r\n");
        } else if (demand.length() >= 0) {
            text.append("Content-Length: ").append(demand.length()).append("\r\n");
        }
        text.append("\r\n");
    }

    private static boolean identity(String name) {
        return name.startsWith("impersonate-") || name.startsWith("x-remote-") || name.startsWith(":");
    }

    /** API servers print prettily for browsers: twice the bytes, and no streaming. */
    private static boolean browser(@org.jspecify.annotations.Nullable String agent) {
        return agent != null && agent.startsWith("Mozilla/");
    }

    private static Set<String> named(HttpFields sent) {
        if (!sent.contains(HttpHeader.CONNECTION)) {
            return Set.of();
        }
        var names = new HashSet<String>();
        sent.getCSV(HttpHeader.CONNECTION, false).forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Over HTTP/2, and in credentials, a value may hold line ends: they would begin a header of somebody else's choice. */
    private void add(String name, String value) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ':') {
                throw malformed();
            }
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                throw malformed();
            }
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static Problem malformed() {
        return new Problem(
                Problem.Kind.INVALID, "REQUEST_INVALID", "The request cannot be passed on: its path, a header or the credential holds what HTTP does not allow.");
    }
}
