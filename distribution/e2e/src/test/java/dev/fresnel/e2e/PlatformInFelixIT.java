package dev.fresnel.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.PaxExamExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.opentest4j.AssertionFailedError;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Pax Exam: the bundles below the page resolve, start and serve in a Felix that is not our launcher's. */
@ExtendWith(PaxExamExtension.class)
@ExamReactorStrategy(PerClass.class)
public class PlatformInFelixIT {
    @Inject
    @Nullable
    BundleContext context;

    @Inject
    @Nullable
    Switchboard switchboard;

    @Inject
    @Nullable
    JsonCodec json;

    @Configuration
    public Option[] platform() throws Exception {
        var boot = Layout.desktop().boot();
        var names = Files.readAllLines(boot.resolve("boot.list")).stream().filter(line -> line.matches("1 .*|.* switchboard.jar")).map(line -> line.replaceAll("^\\d+\\s+", ""));
        var bundles = names.map(boot::resolve).map(PlatformInFelixIT::file);
        var tests = Stream.of(Test.class, AnnotationSupport.class, AssertionFailedError.class, API.class).map(PlatformInFelixIT::location).map(PlatformInFelixIT::file);
        return options(
                composite(Stream.concat(bundles, tests).toArray(Option[]::new)),
                systemPackages("org.slf4j;version=2.0.20", "org.slf4j.event;version=2.0.20", "org.slf4j.helpers;version=2.0.20", "org.slf4j.spi;version=2.0.20"),
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                frameworkProperty("felix.service.urlhandlers").value("false"),
                frameworkProperty("org.osgi.framework.bsnversion").value("multiple"));
    }

    private static Option file(Path jar) {
        return bundle(jar.toUri().toString());
    }

    private static Path location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @Test
    public void everyBundleIsActive() {
        for (var bundle : context.getBundles()) {
            assertEquals(Bundle.ACTIVE, bundle.getState(), bundle.getSymbolicName());
        }
    }

    @Test
    public void nothingServesYet() {
        assertEquals(Map.of(), switchboard.table().serving());
    }

    @Test
    public void eachBundleHasAJsonCodecOfItsOwn() {
        assertEquals("{\"a\":1}", new String(json.write(Map.of("a", 1))));
        var other = context.getServiceReference(Switchboard.class).getBundle().getBundleContext();
        assertNotSame(json, other.getService(other.getServiceReference(JsonCodec.class)));
    }
}
