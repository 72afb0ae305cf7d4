package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTP proxy through which the world is reached.
 *
 * @param user {@code ""} when it asks for none
 * @param except hosts that are reached without it: {@code host}, {@code .domain}, {@code *}
 */
public record Proxy(String host, int port, String user, String password, List<String> except) {
    public Proxy {
        except = List.copyOf(except);
    }

    /** From {@code HTTPS_PROXY} (or {@code HTTP_PROXY}) and {@code NO_PROXY}, in either case of letters, as other tools read them. */
    public static Optional<Proxy> of(Map<String, String> environment) throws Refusal {
        String address = Stream.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy").map(environment::get).filter(value -> value != null && !value.isBlank()).findFirst().orElse("");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        String except = environment.getOrDefault("NO_PROXY", environment.getOrDefault("no_proxy", ""));
        return Optional.of(of(address, Stream.of(except.split(",")).map(String::strip).filter(host -> !host.isEmpty()).toList()));
    }

    /** @param address {@code http://user:password@host:port} */
    public static Proxy of(String address, List<String> except) throws Refusal {
        try {
            var uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
                throw new Refusal(Reason.SOURCE_INVALID, "the proxy's address is not http://host:port");
            }
            String[] info = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
            return new Proxy(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), decoded(info[0]), info.length > 1 ? decoded(info[1]) : "", except);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, "the proxy's address is not http://host:port"); // the cause would tell the password
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean serves(String target) {
        String name = target.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]")) {
            return false; // this machine is nearer than any proxy
        }
        return except.stream().map(host -> host.toLowerCase(Locale.ROOT)).noneMatch(host -> host.equals("*") || name.equals(host) || name.endsWith(host.startsWith(".") ? host : "." + host));
    }

    @Override
    public String toString() {
        return "proxy " + host + ":" + port;
    }
}
