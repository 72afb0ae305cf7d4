package dev.fresnel.api.http;

import dev.fresnel.api.view.View;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** One HTTP request, valid until its endpoint has answered. */
@ProviderType
public interface Request {
    Method method();

    /** The path after the plugin's own prefix, decoded, starting with {@code /}. */
    String path();

    /** The same bytes as sent, not decoded, without the query. */
    String rawPath();

    /** What follows {@code ?}, as sent; empty when there is none. */
    String rawQuery();

    /** The value of {@code {name}} in the route; for {@code /*} the name is {@code *}. Decoded. */
    String pathParam(String name);

    /** The first value of a query parameter, decoded. */
    Optional<String> query(String name);

    /** All values of a query parameter, decoded, in order. */
    List<String> queryAll(String name);

    /** The first value of a header; names ignore case. */
    Optional<String> header(String name);

    /** All headers as sent, names in lower case, without those that carry credentials of the page. */
    Map<String, List<String>> headers();

    /** The body; empty when there is none. Read at most once. */
    InputStream body();

    /** The cluster named by {@code ?cluster=}. */
    Optional<String> cluster();

    /**
     * What the caller may see in the cluster of {@code ?cluster=}.
     *
     * @throws dev.fresnel.api.plugin.Problem INVALID when the request names no cluster, MISSING when it is unknown
     */
    View view();
}
