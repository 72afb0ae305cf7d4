package dev.fresnel.spi.http;

import dev.fresnel.spi.principal.Principal;
import java.net.URI;

/** Pages of pods and Services on origins of their own; a service where there are such origins ({@code --pages-origin}). */
public interface Pages {
    /**
     * What somebody wants to look at.
     *
     * @param cluster cluster id
     * @param proxy path of its proxy at the API server, {@code /api/v1/namespaces/shop/services/web:80/proxy}
     * @param name for people, a part of the origin's name
     */
    record Target(String cluster, String proxy, String name) {}

    /**
     * An address that lets in once, within 30 s, whoever was given it, and makes them a session for this target alone.
     *
     * @param to path and query there, beginning with {@code /}
     */
    URI enter(Principal who, Target target, String to);
}
