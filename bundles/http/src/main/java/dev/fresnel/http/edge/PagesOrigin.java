package dev.fresnel.http.edge;

import java.util.Optional;

/**
 * The origins of pages that are not ours: below a common parent each pod or Service that somebody looks at has a name of its own, so
 * that none of them can reach another, or us.
 *
 * @param scheme as browsers see it
 * @param parent what follows the star; its port as browsers see it
 */
public record PagesOrigin(String scheme, Authority parent) {
    private static final String STAR = "://*.";

    /** @throws IllegalArgumentException when the text is not like {@code https://*.pages.example.org} */
    public static PagesOrigin of(String text) {
        int star = text.indexOf(STAR);
        if (star < 0) {
            throw new IllegalArgumentException("Not like https://*.pages.example.org: " + text);
        }
        Origin origin = Origin.of(text.substring(0, star) + "://" + text.substring(star + STAR.length()));
        return new PagesOrigin(origin.scheme(), origin.authority());
    }

    /** Whether this is the name of such a page, or lies below one. @param host as in a Host header */
    public boolean covers(String host) {
        return below(host).isPresent();
    }

    /** Whether this address is one of theirs. */
    public boolean leads(String address) {
        String start = scheme + "://";
        int end = address.indexOf('/', start.length());
        return address.startsWith(start) && end > 0 && covers(address.substring(start.length(), end));
    }

    /** The name below the parent, when it is just one. */
    public Optional<String> label(String host) {
        return below(host).filter(label -> label.indexOf('.') < 0);
    }

    private Optional<String> below(String host) {
        String end = "." + parent.host();
        return Authority.of(host)
                .map(Authority::host)
                .filter(name -> name.endsWith(end))
                .map(name -> name.substring(0, name.length() - end.length()));
    }

    /** {@code https://label.pages.example.org}, as a browser writes it. */
    public String at(String label) {
        return scheme + "://" + authority(label);
    }

    /** {@code label.pages.example.org}, with a port where one is needed. */
    public String authority(String label) {
        boolean standard = parent.port() == (secure() ? 443 : 80);
        return label + "." + parent.host() + (standard ? "" : ":" + parent.port());
    }

    public boolean secure() {
        return scheme.equals("https");
    }

    /** For a certificate. */
    public String wildcard() {
        return "*." + parent.host();
    }
}
