package dev.fresnel.uihost;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the clusters that a page is about what they serve while the page's files are still on their way: the first thing that
 * everything on the page waits for.
 */
@Component(service = Foresight.class)
public final class Foresight {
    private static final Logger LOG = LoggerFactory.getLogger(Foresight.class);

    /** Clusters of one page. */
    private static final int MOST = 4;

    private final Set<Question> asking = ConcurrentHashMap.newKeySet();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Clusters clusters;

    private record Question(String principal, String cluster) {}

    /** For the framework. */
    public Foresight() {
        this(null);
    }

    Foresight(@Nullable Clusters clusters) {
        this.clusters = clusters;
    }

    /** Returns at once. Only where a person goes to a page: another site's page may name one in a picture. */
    void look(RootRequest request) {
        Clusters now = clusters;
        Principal who = request.principal();
        if (now == null || who.equals(Principal.NOBODY) || !request.header("Sec-Fetch-Dest").equals(Optional.of("document"))) {
            return;
        }
        for (String cluster : about(request)) {
            var question = new Question(who.key(), cluster);
            if (asking.add(question)) {
                Thread.ofVirtual().name("fresnel-foresight").start(() -> ask(now, who, question));
            }
        }
    }

    private void ask(Clusters from, Principal who, Question question) {
        try {
            from.discovery(who, question.cluster());
        } catch (Problem later) {
            LOG.debug("{} is not known yet when its page comes: {}", question.cluster(), later.text());
        } finally {
            asking.remove(question);
        }
    }

    /** The page's clusters: in its path, or in {@code c}. */
    private static List<String> about(RootRequest request) {
        String[] parts = request.path().split("/", 4);
        String named = parts.length > 2 && parts[1].equals("c") ? parts[2] : request.query("c").orElse("");
        return Stream.of(named.split("[,+]")).filter(name -> !name.isEmpty()).limit(MOST).toList();
    }
}
