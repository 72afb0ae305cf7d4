package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** For the local user: by the session that a key opened, or, where no key is wanted, by being on this machine. */
@Component(service = {Door.class, LocalDoor.class})
public final class LocalDoor implements Door {
    private final LocalUser user;
    private final LocalKey keys;
    private final Cookies cookies;

    @Activate
    public LocalDoor(BundleContext context, @Reference LocalUser user, @Reference LocalKey keys) {
        this(user, keys, Cookies.of(context));
    }

    LocalDoor(LocalUser user, LocalKey keys, Cookies cookies) {
        this.user = user;
        this.keys = keys;
        this.cookies = cookies;
    }

    /** Opens a session for a key. @return its {@code Set-Cookie} line; empty when the key is none */
    Optional<String> enter(String key, Request request) {
        String session = user.access() == LocalAccess.KEY ? keys.exchange(key) : "";
        return session.isEmpty() ? Optional.empty() : Optional.of(cookies.set(session, request));
    }

    @Override
    public Optional<Offer> offer() {
        return user.access() == LocalAccess.KEY ? Optional.of(new Offer("local", "link", "access.door.link", Optional.empty())) : Optional.empty();
    }

    @Override
    public Optional<Principal> principal(Request request, String header) {
        return switch (user.access()) {
            case CLUSTER -> Optional.empty();
            case OPEN -> request instanceof RootRequest root && root.fromHere() ? Optional.of(user.by(Principal.Door.LOCAL)) : Optional.empty();
            case KEY -> cookies.in(header, request).filter(keys::opens).map(session -> user.by(Principal.Door.COOKIE));
        };
    }

    @Override
    public List<String> clearing(Request request, String header) {
        return cookies.in(header, request).stream().map(session -> cookies.clear(request)).toList();
    }

    @Override
    public void leave(Request request, String header) {
        cookies.in(header, request).ifPresent(keys::close);
    }
}
