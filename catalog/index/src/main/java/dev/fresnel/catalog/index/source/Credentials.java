package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who we are to which host, from a file in the form of Docker's {@code config.json}: {@code {"auths": {"host:port": {"auth": "…"}}}}
 * with {@code auth} (Base64 of user:password), {@code username} and {@code password}, or {@code registrytoken} for a bearer token.
 * A host's credentials go to that host and nowhere else.
 */
public final class Credentials {
    /** Nobody to anybody. */
    public static final Credentials NONE = new Credentials(Map.of());

    private static final int LARGEST = 1 << 20;

    private final Map<String, String> headers;

    private Credentials(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    /** Reads the file once; what it says must not appear in any message. */
    public static Credentials read(Path file) throws Refusal {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Refusal(Reason.SOURCE_INVALID, "the credentials file is larger than " + (LARGEST >> 20) + " MB");
            }
            var headers = new HashMap<String, String>();
            Fields auths = Fields.of(Fields.of(Files.readAllBytes(file), "the credentials file", Reason.SOURCE_INVALID).object("auths"), "the credentials file: auths", Reason.SOURCE_INVALID);
            for (String host : auths.names()) {
                header(auths.fields(host)).ifPresent(header -> headers.put(plain(host), header));
            }
            return new Credentials(headers);
        } catch (IOException e) {
            throw new Refusal(Reason.SOURCE_INVALID, "the credentials file cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Optional<String> header(Fields auth) throws Refusal {
        if (auth.has("registrytoken")) {
            return Optional.of("Bearer " + auth.text("registrytoken"));
        }
        if (auth.has("auth")) {
            return Optional.of("Basic " + auth.text("auth"));
        }
        if (auth.has("username")) {
            return Optional.of(basic(auth.text("username"), auth.text("password", "")));
        }
        return Optional.empty();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code https://host/v1/}, as some tools write it, is {@code host}. */
    private static String plain(String host) {
        return host.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    }

    /** The header Authorization for an address. */
    Optional<String> header(URI address) {
        String host = address.getHost();
        int port = address.getPort();
        boolean usual = port < 0 || port == ("https".equals(address.getScheme()) ? 443 : 80);
        return Optional.ofNullable(headers.get(usual && headers.containsKey(host) ? host : host + ":" + (port < 0 ? 443 : port)));
    }

    @Override
    public String toString() {
        return "credentials for " + headers.keySet();
    }
}
