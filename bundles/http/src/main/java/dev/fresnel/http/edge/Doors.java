package dev.fresnel.http.edge;

import dev.fresnel.api.plugin.Problem;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the server lets in from a browser: only under its own names, so that no foreign name can be bent to it, and only from
 * its own pages, so that no foreign page can act for the person.
 */
public final class Doors {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final Set<String> names = new HashSet<>();
    private final Settings settings;
    private final boolean everyAddress;

    public Doors(Settings settings) {
        this.settings = settings;
        this.everyAddress = settings.host().equals("0.0.0.0") || settings.host().equals("::") || settings.host().equals("[::]");
        Authority.of(bracketed(settings.host())).map(Authority::host).ifPresent(names::add);
        settings.allowedHosts().forEach(host -> Authority.of(bracketed(host)).map(Authority::host).ifPresent(names::add));
        settings.proxyOrigins().forEach(origin -> names.add(origin.authority().host()));
    }

    private static String bracketed(String host) {
        return host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** @throws Problem MISDIRECTED when the request was meant for another name */
    public void checkHost(Visit visit) {
        if (Authority.of(visit.host()).filter(host -> known(host, visit)).isEmpty()) {
            throw new Problem(
                    Problem.Kind.MISDIRECTED,
                    "HOST_FOREIGN",
                    "This server does not answer under the name '" + printable(visit.host()) + "'; if it should, name it with --allowed-host.",
                    Map.of("host", printable(visit.host())),
                    null);
        }
    }

    private boolean known(Authority host, Visit visit) {
        return host.loopback()
                || names.contains(host.host())
                || everyAddress && visit.local().filter(address -> address.getHostAddress().equals(host.host())).isPresent();
    }

    /**
     * Judges what browsers say about the page that asks. What has its own token, or comes without any header of a browser and
     * without a cookie of ours, was sent by no page.
     *
     * @throws Problem FORBIDDEN when a page of somebody else asks
     */
    public void checkPage(Visit visit) {
        if (visit.bearer()) {
            return;
        }
        Optional<String> origin = visit.header().first("Origin");
        Optional<String> site = visit.header().first("Sec-Fetch-Site");
        if (origin.isPresent()) {
            checkOrigin(visit, origin.get());
        } else if (site.isPresent()) {
            checkSite(visit, site.get());
        } else if (visit.cookie() && !visit.safe()) {
            throw foreign("A request with the page's cookie that changes something must say where it comes from.", "");
        }
    }

    private void checkOrigin(Visit visit, String text) {
        if (!allowed(visit, text)) {
            throw foreign("The page at '" + printable(text) + "' may not use this server; if it is its own, name it with --proxy-origin.", text);
        }
    }

    private void checkSite(Visit visit, String site) {
        if (!OWN.contains(site) && !link(visit)) {
            throw foreign("Another site's page may not use this server.", "");
        }
    }

    /** Somebody followed a link from elsewhere to a page of ours. */
    private static boolean link(Visit visit) {
        return visit.safe()
                && visit.header().first("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && visit.header().first("Sec-Fetch-Dest").filter("document"::equals).isPresent()
                && !Paths.programmatic(visit.path());
    }

    /** Whether the request comes from one of our pages for certain. */
    public boolean ownOrigin(Visit visit) {
        Optional<String> origin = visit.header().first("Origin");
        return origin.isPresent() && allowed(visit, origin.get());
    }

    private boolean allowed(Visit visit, String text) {
        Optional<Origin> origin = Origin.parse(text);
        Optional<Authority> host = Authority.of(visit.host());
        return origin.isPresent()
                && (settings.proxyOrigins().contains(origin.get())
                        || host.isPresent() && Origin.of(visit.scheme(), host.get()).equals(origin.get()));
    }

    /** {@code http} or {@code https}, as the browser in front of a reverse proxy sees it. */
    public String outerScheme(Visit visit) {
        if (settings.proxyOrigins().isEmpty()) {
            return visit.scheme();
        }
        Optional<Origin> origin = visit.header().first("Origin").flatMap(Origin::parse).filter(settings.proxyOrigins()::contains);
        if (origin.isPresent()) {
            return origin.get().scheme();
        }
        return Authority.of(visit.host())
                .flatMap(host -> settings.proxyOrigins().stream().filter(proxy -> proxy.equals(Origin.of(proxy.scheme(), host))).findFirst())
                .map(Origin::scheme)
                .orElse(visit.scheme());
    }

    private static Problem foreign(String text, String origin) {
        return new Problem(Problem.Kind.FORBIDDEN, "ORIGIN_FOREIGN", text, Map.of("origin", printable(origin)), null);
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}
