package dev.fresnel.testing;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Calls services of the kernel under test, whose types the test does not share. */
final class Reflected {
    private Reflected() {}

    static Object service(BundleContext context, String type) {
        return services(context, type).stream().findFirst().orElseThrow(() -> new AssertionError("no service " + type));
    }

    static List<Object> services(BundleContext context, String type) {
        try {
            var found = new ArrayList<Object>();
            var references = context.getAllServiceReferences(type, null);
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                found.add(context.getService(reference));
            }
            return found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Calls a method without parameters by the type that declares it. */
    static Object call(Object target, String type, String method) {
        try {
            return target.getClass().getClassLoader().loadClass(type).getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + "." + method, e);
        }
    }
}
