package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestKernel;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** {@code boot=connect} changes nothing but speed: same bundles, same services, same answers. */
@ExtendWith(LogWatcher.class)
class BootModesIT {
    private record Shape(Map<String, Integer> bundles, Map<String, Long> services, Map<String, Integer> answers) {}

    private static Shape shape(TestKernel.Builder builder) throws Exception {
        try (var kernel = builder.plugins("demo-cluster", "resources").start()) {
            Await.until("the demo cluster is up", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
            return settled(kernel);
        }
    }

    /** Once nothing was added or taken for a second: parts of the platform go on with their start when it is ready. */
    private static Shape settled(TestKernel kernel) {
        var last = new AtomicReference<Shape>();
        long[] since = {System.nanoTime()};
        return Await.value("it is as it will be", () -> {
            var now = of(kernel);
            if (!now.equals(last.getAndSet(now))) {
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > 1_000_000_000L ? Optional.of(now) : Optional.empty();
        });
    }

    private static Shape of(TestKernel kernel) throws InvalidSyntaxException {
        var context = kernel.context();
        var bundles = Arrays.stream(context.getBundles()).filter(bundle -> bundle.getBundleId() != 0).collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getState, (a, b) -> a, TreeMap::new));
        ServiceReference<?>[] references = context.getAllServiceReferences(null, "(objectClass=dev.fresnel.*)");
        var services = Arrays.stream(references).map(BootModesIT::describe).collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        var answers = new TreeMap<String, Integer>();
        for (var path : new String[] {"/", "/healthz", "/readyz", "/api/v1/me", "/api/v1/clusters", "/api/v1/plugins", "/api/v1/nothing", "/k8s/demo/api/v1/pods?limit=1", "/k8s/none/version"}) {
            answers.put(path, kernel.http().get(path).statusCode());
        }
        return new Shape(bundles, services, answers);
    }

    private static String describe(ServiceReference<?> reference) {
        return reference.getBundle().getSymbolicName() + " " + Arrays.toString((String[]) reference.getProperty("objectClass")) + " " + reference.getProperty("component.name");
    }

    @Test
    void bothModesAreAlike() throws Exception {
        var isolated = shape(TestKernel.of(Layout.desktop()).isolated());
        var flat = shape(TestKernel.of(Layout.desktop()).flat());
        assertThat(isolated.bundles().values()).containsOnly(Bundle.ACTIVE);
        assertThat(flat).isEqualTo(isolated);
        assertThat(isolated.answers()).containsEntry("/healthz", 200).containsEntry("/readyz", 200).containsEntry("/k8s/demo/api/v1/pods?limit=1", 200).containsEntry("/api/v1/nothing", 404);
    }
}
