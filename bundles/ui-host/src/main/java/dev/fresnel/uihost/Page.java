package dev.fresnel.uihost;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The shell's page at every URL that a page may have. */
@Component
@RootRoute(path = {"/", "/c/*", "/p/*", "/plugins", "/settings"}, open = true)
public final class Page implements RootEndpoint {
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\"[^>]*>(.*?)</script>", Pattern.DOTALL);

    private final ShellFiles shell;
    private final Foresight foresight;
    private final Modules modules;

    @Activate
    public Page(@Reference ShellFiles shell, @Reference Foresight foresight, @Reference Modules modules) {
        this.shell = shell;
        this.foresight = foresight;
        this.modules = modules;
    }

    @Override
    public Response handle(RootRequest request) {
        foresight.look(request);
        String nonce = request.nonce();
        String base = attribute(request.basePath());
        String hints = request.principal().equals(Principal.NOBODY) ? "" : new Hints(modules.snapshot()).at(request.path(), base);
        String html = shell.get().index().replace("__BASE__", base).replace("__NONCE__", nonce).replace("</head>", hints + "</head>");
        return Response.bytes("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .withHeader("Cache-Control", "no-store")
                .withHeader("Content-Security-Policy", policy(html, nonce));
    }

    /** Decision D11 of the architecture: own files only, and the import map by its hash, for it cannot be a file. */
    static String policy(String html, String nonce) {
        Matcher map = IMPORT_MAP.matcher(html);
        String importMap = map.find() ? " 'sha256-" + sha256(map.group(1)) + "'" : "";
        return "default-src 'none'; script-src 'self'" + importMap + "; style-src 'self' 'nonce-" + nonce
                + "'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                + " form-action 'self'; require-trusted-types-for 'script'";
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** A base path stands in attributes and in JSON text. */
    private static String attribute(String basePath) {
        return basePath.replaceAll("[^A-Za-z0-9/._~-]", "");
    }
}
