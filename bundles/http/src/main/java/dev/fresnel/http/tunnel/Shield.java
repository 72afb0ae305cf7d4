package dev.fresnel.http.tunnel;

import dev.fresnel.http.edge.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Keeps what a proxied pod or service answers from acting in our origin, should a browser show it. */
final class Shield {
    private static final HttpField ATTACHMENT = new PreEncodedHttpField("Content-Disposition", "attachment");
    private static final HttpField[] ALWAYS = always();

    /** What an answer could do to our origin for longer than itself, or instead of our own rules. */
    private static final Set<String> REFUSED = Set.of(
            "set-cookie", "set-cookie2", "clear-site-data", "strict-transport-security", "public-key-pins", "alt-svc", "service-worker-allowed",
            "refresh", "report-to", "reporting-endpoints", "nel", "content-security-policy-report-only", "sourcemap", "x-sourcemap");

    private static final Set<String> OURS = Policy.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.collectingAndThen(Collectors.toSet(), names -> {
                names.add("content-security-policy");
                return Set.copyOf(names);
            }));

    /** As it is, but for what is said above. */
    static final Manner MANNER = new Manner() {
        @Override
        public boolean refuses(String name) {
            return Shield.refuses(name);
        }

        @Override
        public void cover(HttpFields.Mutable headers) {
            Shield.cover(headers);
        }
    };

    private Shield() {}

    private static HttpField[] always() {
        List<HttpField> fields = new ArrayList<>();
        Policy.headers().forEach((name, value) -> fields.add(new PreEncodedHttpField(name, value)));
        fields.add(new PreEncodedHttpField("Content-Security-Policy", Policy.nothing()));
        return fields.toArray(HttpField[]::new);
    }

    /** @param name in lower case */
    static boolean refuses(String name) {
        return REFUSED.contains(name) || OURS.contains(name);
    }

    static void cover(HttpFields.Mutable headers) {
        for (HttpField field : ALWAYS) {
            headers.add(field);
        }
        String type = headers.get("Content-Type");
        if (type != null && document(type)) {
            headers.put(ATTACHMENT);
        }
    }

    private static boolean document(String type) {
        if (type.equals("application/json")) {
            return false;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.contains("html") || lower.contains("svg") || lower.contains("xml");
    }
}
