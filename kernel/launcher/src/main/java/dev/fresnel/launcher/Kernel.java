package dev.fresnel.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework with the platform's bundles in it; knows none of them. */
public final class Kernel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
    private static final int LAST_LEVEL = 100;

    private final BootList list;
    private final Framework framework;

    private Kernel(BootList list, Framework framework) {
        this.list = list;
        this.framework = framework;
    }

    /**
     * Installs the boot list; nothing runs yet.
     *
     * @param boot folder with {@code boot.list} and its bundles
     * @param data folder in which the framework keeps its own state
     * @param flat whether the platform's bundles share one class loader
     * @param properties for bundles, {@code fresnel.…}
     */
    public static Kernel install(Path boot, Path data, boolean flat, Map<String, String> properties) throws BundleException, IOException {
        var list = BootList.read(boot);
        var storage = data.resolve(flat ? "framework-flat" : "framework");
        var fresh = isFresh(list, storage);
        var kernel = new Kernel(list, framework(list, data, storage, flat, fresh, properties));
        kernel.framework.init();
        ServiceLog.register(kernel.framework.getBundleContext());
        kernel.installAll();
        Files.writeString(storage.resolve("boot.fingerprint"), list.fingerprint());
        return kernel;
    }

    private static boolean isFresh(BootList list, Path storage) throws IOException {
        Files.createDirectories(storage);
        var noted = storage.resolve("boot.fingerprint");
        var same = Files.exists(noted) && Files.readString(noted).equals(list.fingerprint());
        Files.deleteIfExists(noted); // written again once all is installed: a start that broke off begins anew
        return !same;
    }

    private static Framework framework(BootList list, Path data, Path storage, boolean flat, boolean fresh, Map<String, String> properties) {
        var configuration = new HashMap<String, Object>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.resolve("bundles").toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, fresh ? Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT : "none");
        configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(LAST_LEVEL));
        configuration.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, loggingPackages());
        configuration.put("felix.bootdelegation.implicit", "false");
        configuration.put("felix.service.urlhandlers", "false");
        configuration.put("felix.shutdown.hook", "false");
        configuration.put("felix.cache.locking", "false");
        configuration.put("felix.log.level", "2");
        configuration.put("felix.log.logger", new FrameworkLog());
        configuration.put("ds.loglevel", "2");
        configuration.put("gosh.args", "--nointeractive"); // a Gogo shell that is dropped in does not read what this process is sent
        var factory = new FrameworkFactory();
        @SuppressWarnings({"unchecked", "rawtypes"}) // the factory takes objects too: felix.log.logger
        Map<String, String> map = (Map) configuration;
        return flat ? factory.newFramework(map, new FlatBoot(list, FlatClassPath.loader(list, data.resolve("flat")))) : factory.newFramework(map);
    }

    private static String loggingPackages() {
        var version = Logger.class.getPackage().getImplementationVersion();
        var suffix = ";version=" + (version == null ? "2.0.0" : version);
        var former = "org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36,org.slf4j.spi;version=1.7.36"; // the same classes serve whoever was built against 1.7
        return "org.slf4j%1$s,org.slf4j.event%1$s,org.slf4j.helpers%1$s,org.slf4j.spi%1$s,%2$s,org.osgi.service.log;version=1.5.0".formatted(suffix, former);
    }

    /** Plugins come anew with each start, by the catalog; only the platform stays installed. */
    private void installAll() throws BundleException, IOException {
        var context = framework.getBundleContext();
        var wanted = list.items().stream().map(BootList.Item::location).toList();
        for (var bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0 && !wanted.contains(bundle.getLocation())) {
                bundle.uninstall();
            }
        }
        for (var item : list.items()) {
            var bundle = context.getBundle(item.location());
            if (bundle == null) {
                bundle = install(context, item);
                bundle.adapt(BundleStartLevel.class).setStartLevel(item.level());
            }
        }
    }

    private Bundle install(BundleContext context, BootList.Item item) throws BundleException, IOException {
        try (var in = Files.newInputStream(list.path(item))) {
            return context.installBundle(item.location(), in);
        }
    }

    /** Starts the framework, and level by level its bundles; a bundle that does not start is named in the log. */
    public void start() throws BundleException {
        var context = framework.getBundleContext();
        for (var item : list.items()) {
            var bundle = context.getBundle(item.location());
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                startOne(bundle);
            }
        }
        framework.start();
        for (var bundle : notActive()) {
            LOG.error("{} did not start", bundle.getSymbolicName());
        }
    }

    private static void startOne(Bundle bundle) {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            LOG.error("{} does not start: {}", bundle.getSymbolicName(), e.getMessage(), e.getCause());
        }
    }

    private List<Bundle> notActive() {
        var found = new ArrayList<Bundle>();
        for (var item : list.items()) {
            var bundle = framework.getBundleContext().getBundle(item.location());
            var lazy = bundle.getState() == Bundle.STARTING;
            if (bundle.getState() != Bundle.ACTIVE && !lazy && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                found.add(bundle);
            }
        }
        return found;
    }

    /** The system bundle's context. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Waits until somebody stops the framework. */
    public void await() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops all bundles, last level first.
     *
     * @return whether they ended in time
     */
    public boolean stop(Duration limit) throws InterruptedException {
        try {
            framework.stop();
            var event = framework.waitForStop(limit.toMillis());
            return event.getType() != org.osgi.framework.FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            LOG.error("The framework does not stop: {}", e.getMessage(), e);
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop(Duration.ofSeconds(10));
    }
}
