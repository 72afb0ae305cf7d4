package dev.fresnel.http.server;

import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Requests that are being answered: those of a session that ends are cut, and long ones show that it is in use. */
final class UnderWay {
    private static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<Optional<Sessions>> sessions;
    private final Set<Exchange> all = ConcurrentHashMap.newKeySet();

    UnderWay(Supplier<Optional<Sessions>> sessions) {
        this.sessions = sessions;
    }

    void begins(Exchange exchange) {
        if (exchange.principal().token().isPresent()) { // the local user's own requests end with the process
            all.add(exchange);
        }
    }

    void ends(Exchange exchange) {
        all.remove(exchange);
    }

    /** That session is over. */
    void endSession(Principal principal) {
        all.stream().filter(one -> one.principal().key().equals(principal.key())).forEach(Exchange::cut);
    }

    /** Each few seconds. */
    void beat() {
        sessions.get().ifPresent(book -> all.stream()
                .filter(one -> one.lasts(LONG) && !book.live(one.principal()))
                .forEach(Exchange::cut));
    }
}
