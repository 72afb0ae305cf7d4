package dev.fresnel.switchboard;

import aQute.bnd.header.Parameters;
import dev.fresnel.api.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;

/** A Felix with Declarative Services inside the test; the contract's packages come from the test's class path. */
public final class FelixBox implements AutoCloseable {
    private final Felix felix;
    public final ServiceComponentRuntime components;

    public FelixBox(Path storage) throws Exception {
        this(storage, Map.of());
    }

    /** @param properties as the launcher would hand them over */
    public FelixBox(Path storage, Map<String, String> properties) throws Exception {
        var configuration = new HashMap<String, Object>(Map.of(
                Constants.FRAMEWORK_STORAGE, storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                "felix.service.urlhandlers", "false",
                "felix.bootdelegation.implicit", "false",
                "gosh.args", "--nointeractive",
                "felix.log.level", "1"));
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, shared());
        configuration.putAll(properties);
        felix = new Felix(configuration);
        felix.start();
        install("reference:" + place(Class.forName("org.apache.felix.scr.impl.Activator", false, FelixBox.class.getClassLoader()))).start();
        components = service(ServiceComponentRuntime.class);
    }

    /** What api, spi, the component API and the like export. */
    private static String shared() throws Exception {
        String found = "";
        for (Class<?> each : new Class<?>[] {
            dev.fresnel.api.plugin.Problem.class,
            dev.fresnel.spi.switchboard.Switchboard.class,
            ServiceComponentRuntime.class,
            org.osgi.util.promise.Promise.class,
            org.osgi.util.function.Function.class,
        }) {
            String exports = manifest(each).getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            found += "," + new Parameters(exports).entrySet().stream()
                    .map(e -> e.getKey() + ";version=" + e.getValue().getVersion())
                    .collect(Collectors.joining(","));
        }
        return found.substring(1) + ",org.slf4j;version=2.0.20,org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36";
    }

    private static URI place(Class<?> type) throws Exception {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }

    private static Manifest manifest(Class<?> type) throws Exception {
        Path place = Path.of(place(type));
        if (Files.isDirectory(place)) {
            try (InputStream in = Files.newInputStream(place.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            return jar.getManifest();
        }
    }

    public BundleContext context() {
        return felix.getBundleContext();
    }

    public Bundle install(String location) throws Exception {
        return context().installBundle(location);
    }

    /** The bundle, jar or folder, that a class of the test's class path lies in. */
    public Bundle installPlaceOf(Class<?> type) throws Exception {
        return install("reference:" + place(type));
    }

    public Bundle install(String location, Path jar) throws Exception {
        try (InputStream in = Files.newInputStream(jar)) {
            return context().installBundle(location, in);
        }
    }

    /** As the catalog does: uninstall, then refresh exactly this bundle. */
    public void uninstall(Bundle bundle) throws Exception {
        bundle.uninstall();
        var done = new CountDownLatch(1);
        felix.adapt(FrameworkWiring.class).refreshBundles(java.util.List.of(bundle), event -> done.countDown());
        if (!done.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no refresh");
        }
    }

    public <T> T service(Class<T> type) throws InterruptedException {
        var tracker = new ServiceTracker<T, T>(context(), type, null);
        tracker.open();
        T found = tracker.waitForService(60_000);
        if (found == null) {
            throw new IllegalStateException("no " + type);
        }
        return found;
    }

    /** A switchboard that gives a build so long to start and to check itself. */
    public Board board(Duration probe) {
        Patience usual = Patience.USUAL;
        return new Board(context(), components, new Patience(probe, usual.drain(), usual.job(), usual.rest()));
    }

    /** Gives each bundle its own codec, as the component does. */
    public void provideJson() {
        context().registerService(JsonCodec.class.getName(), new org.osgi.framework.ServiceFactory<JsonCodec>() {
            @Override
            public JsonCodec getService(Bundle bundle, ServiceRegistration<JsonCodec> registration) {
                return new BundleCodec();
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<JsonCodec> registration, JsonCodec codec) {
                // nothing is kept
            }
        }, null);
    }

    static Stream<Path> files(Path folder) throws IOException {
        return Files.walk(folder).filter(Files::isRegularFile);
    }

    @Override
    public void close() throws Exception {
        felix.stop();
        felix.waitForStop(60_000);
    }
}
