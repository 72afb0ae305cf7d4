package dev.fresnel.launcher;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds out, by the names of two services alone, when the platform is ready and where. */
public final class Readiness {
    private static final String LISTENER = "dev.fresnel.spi.http.Listener";
    private static final String PART = "dev.fresnel.spi.insight.Readiness";

    private final BundleContext context;

    public Readiness(BundleContext context) {
        this.context = context;
    }

    /**
     * Waits until the server listens and no part waits for anything.
     *
     * @return what is still missing; empty when ready
     */
    public List<String> await(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        var missing = missing();
        while (!missing.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
            missing = missing();
        }
        return missing;
    }

    /** What to open in a browser. */
    public Optional<URI> visible() {
        return uri("visible");
    }

    /** How this process reaches itself. */
    public Optional<URI> local() {
        return uri("local");
    }

    private Optional<URI> uri(String method) {
        return services(LISTENER).stream().findFirst().map(listener -> (URI) call(LISTENER, listener, method));
    }

    private List<String> missing() {
        var missing = new ArrayList<String>();
        if (services(LISTENER).isEmpty()) {
            missing.add("nobody listens yet");
        }
        for (var part : services(PART)) {
            var why = String.valueOf(call(PART, part, "waitsFor"));
            if (!why.isEmpty()) {
                missing.add(call(PART, part, "name") + " " + why);
            }
        }
        return missing;
    }

    private List<Object> services(String type) {
        try {
            var references = context.getAllServiceReferences(type, null);
            var found = new ArrayList<Object>();
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                var service = context.getService(reference);
                if (service != null) {
                    found.add(service);
                }
            }
            return found;
        } catch (InvalidSyntaxException | IllegalStateException e) {
            return List.of(); // stopping
        }
    }

    private static Object call(String type, Object service, String method) {
        try {
            return service.getClass().getClassLoader().loadClass(type).getMethod(method).invoke(service);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + "." + method + " has changed", e);
        }
    }
}
