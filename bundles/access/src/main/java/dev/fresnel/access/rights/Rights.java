package dev.fresnel.access.rights;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The user of a desktop may do everything; of anybody else their own API server says it. */
@Component
public final class Rights implements Permissions {
    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);
    private static final int REMEMBERED = 2000;

    private record Question(String principal, String verb, String resource) {}

    private record Known(boolean allowed, long at) {}

    private final ApiServers servers;
    private final Audit audit;
    private final LongSupplier clock;
    private final Map<Question, Known> known = new LinkedHashMap<>();

    @Activate
    public Rights(@Reference ApiServers servers, @Reference Audit audit) {
        this(servers, audit, System::nanoTime);
    }

    Rights(ApiServers servers, Audit audit, LongSupplier clock) {
        this.servers = servers;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public boolean may(Principal principal, String verb, String resource) {
        return switch (principal.door()) {
            case NONE, GUEST -> false;
            case LOCAL, COOKIE, BEARER -> principal.token().isEmpty() || granted(principal, verb, resource);
        };
    }

    private boolean granted(Principal principal, String verb, String resource) {
        var question = new Question(principal.key(), verb, resource);
        Known before = recall(question);
        if (before != null) {
            return before.allowed();
        }
        boolean allowed = servers.may(principal, servers.home(principal), verb, resource);
        synchronized (known) {
            known.put(question, new Known(allowed, clock.getAsLong()));
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return allowed;
    }

    private @Nullable Known recall(Question question) {
        synchronized (known) {
            Known before = known.get(question);
            boolean fresh = before != null && clock.getAsLong() - before.at() < FRESH;
            if (!fresh) {
                known.remove(question);
            }
            return fresh ? before : null;
        }
    }

    @Override
    public void require(Principal principal, String verb, String resource) {
        if (may(principal, verb, resource)) {
            return;
        }
        audit.write(new Audit.Line(principal, "fresnel." + verb, "", resource, Audit.Result.REFUSED, 403, Map.of()));
        throw new Problem(
                Problem.Kind.FORBIDDEN,
                "RIGHT_MISSING",
                "You need the right to " + verb + " " + resource + " in the group fresnel.dev: a cluster role can grant it.",
                Map.of("verb", verb, "resource", resource),
                null);
    }
}
