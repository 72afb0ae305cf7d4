package dev.fresnel.kubernetes.upstream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.spi.transport.Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which HTTP proxy leads to a server: the kubeconfig's {@code proxy-url}, else what the environment says, as in Go. */
public final class ProxyRules {
    private final Map<String, String> environment;

    public ProxyRules(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<Address.Proxy> proxyTo(Server server) {
        if (!server.proxyUrl().isEmpty()) {
            return Optional.of(parse(server.proxyUrl(), "proxy-url"));
        }
        URI target = URI.create(server.url());
        boolean https = "https".equalsIgnoreCase(target.getScheme());
        String name = https ? "HTTPS_PROXY" : "HTTP_PROXY";
        String url = variable(name);
        return url.isEmpty() || direct(target.getHost(), port(target, https)) ? Optional.empty() : Optional.of(parse(url, name));
    }

    private static int port(URI target, boolean https) {
        return target.getPort() > 0 ? target.getPort() : https ? 443 : 80;
    }

    private String variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
    }

    private static Address.Proxy parse(String url, String origin) {
        URI uri;
        try {
            uri = URI.create(url.contains("://") ? url : "http://" + url);
        } catch (IllegalArgumentException e) {
            throw fault(origin, "is no URL");
        }
        if (uri.getHost() == null) {
            throw fault(origin, "names no host");
        }
        String pair = uri.getRawUserInfo() == null ? "" : URLDecoder.decode(uri.getRawUserInfo().replace("+", "%2B"), StandardCharsets.UTF_8);
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> new Address.Proxy(Address.Kind.HTTP, host, port(uri, 80), basic(pair));
            case "https" -> new Address.Proxy(Address.Kind.HTTPS, host, port(uri, 443), basic(pair));
            case "socks5", "socks5h" -> new Address.Proxy(Address.Kind.SOCKS5, host, port(uri, 1080), pair);
            default -> throw fault(origin, "names a proxy of the kind “" + uri.getScheme() + "”; http://, https:// and socks5:// proxies can be used");
        };
    }

    private static int port(URI uri, int standard) {
        return uri.getPort() > 0 ? uri.getPort() : standard;
    }

    private static String basic(String pair) {
        return pair.isEmpty() ? "" : "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem fault(String origin, String what) {
        return new Problem(Problem.Kind.INVALID, "CLUSTER_PROXY_CONFIGURATION", "“" + origin + "” " + what + ": correct it.");
    }

    /** Loopback never goes through a proxy of the environment. */
    private boolean direct(String host, int port) {
        String plain = host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        if (plain.equals("localhost") || plain.equals("::1") || plain.startsWith("127.")) {
            return true;
        }
        for (String rule : variable("NO_PROXY").toLowerCase(Locale.ROOT).split(",")) {
            if (!rule.isBlank() && matches(rule.strip(), plain, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String rule, String host, int port) {
        if (rule.equals("*")) {
            return true;
        }
        if (rule.contains("/")) {
            return within(rule, host);
        }
        int colon = rule.indexOf(':');
        boolean withPort = colon > 0 && colon == rule.lastIndexOf(':');
        if (withPort && !rule.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String name = withPort ? rule.substring(0, colon) : rule;
        name = name.startsWith("*.") ? name.substring(1) : name;
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean within(String range, String host) {
        if (!host.matches("[0-9.]+") && !host.contains(":")) {
            return false; // Names are not looked up for this.
        }
        try {
            String[] parts = range.split("/", 2);
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = Integer.parseInt(parts[1]);
            return network.length == address.length && bits <= network.length * 8 && equalBits(network, address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean equalBits(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
