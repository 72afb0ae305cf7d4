package dev.fresnel.kubernetes.kubeconfig;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an API server is and how to know that it is the right one.
 *
 * @param url {@code https://host:6443} or with a path; without a slash at the end
 * @param caFile PEM certificates to trust; wins over nothing, loses to {@code caData}
 * @param caData the same, Base64 of PEM
 * @param insecure whether any certificate will do
 * @param tlsServerName name to ask for and to check instead of the URL's host, {@code ""} = the URL's host
 * @param proxyUrl HTTP proxy, {@code ""} = what the environment says
 */
public record Server(
        String url, @Nullable Path caFile, String caData, boolean insecure, String tlsServerName, String proxyUrl) {
    /** A server that is reached by name alone. */
    public static Server at(String url) {
        return new Server(url, null, "", false, "", "");
    }
}
