package dev.fresnel.testing;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.ops4j.pax.exam.ExceptionHelper;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestDirectory;
import org.ops4j.pax.exam.TestInstantiationInstruction;
import org.ops4j.pax.exam.spi.StagedExamReactor;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

/**
 * Runs each {@code @Test} of a class inside Felix, by Pax Exam; JUnit 5 itself stays outside. The class and its tests are
 * public, {@code @Configuration} names the bundles, {@code @Inject} fields are filled with services. Set-up methods and
 * parameters do not reach inside.
 */
public final class PaxExamExtension implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(PaxExamExtension.class);

    private record Stage(ReactorManager manager, StagedExamReactor reactor, Map<String, TestAddress> addresses) {}

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var type = context.getRequiredTestClass();
        var instance = type.getDeclaredConstructor().newInstance();
        var manager = ReactorManager.getInstance();
        var reactor = manager.prepareReactor(type, instance);
        var probe = manager.createProbeBuilder(instance);
        var names = new HashMap<TestAddress, String>();
        for (var method : AnnotationSupport.findAnnotatedMethods(type, Test.class, HierarchyTraversalMode.TOP_DOWN)) {
            var address = probe.addTest(type, method.getName());
            manager.storeTestMethod(address, method);
            names.put(address, method.getName());
        }
        reactor.addProbe(probe);
        var staged = manager.stageReactor();
        context.getStore(HERE).put(Stage.class, new Stage(manager, staged, addresses(type, staged, names)));
        manager.beforeClass(staged, type);
    }

    private static Map<String, TestAddress> addresses(Class<?> type, StagedExamReactor staged, Map<TestAddress, String> names) {
        var addresses = new HashMap<String, TestAddress>();
        for (var target : staged.getTargets()) {
            var name = names.get(target.root());
            if (name != null) {
                TestDirectory.getInstance().add(target, new TestInstantiationInstruction(type.getName() + ";" + name));
                addresses.put(name, target);
            }
        }
        return addresses;
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) throws Throwable {
        invocation.skip();
        var stage = context.getStore(HERE).get(Stage.class, Stage.class);
        try {
            stage.reactor().invoke(stage.addresses().get(call.getExecutable().getName()));
        } catch (Exception e) {
            throw ExceptionHelper.unwind(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var stage = context.getStore(HERE).get(Stage.class, Stage.class);
        if (stage != null) {
            stage.manager().afterClass(stage.reactor(), context.getRequiredTestClass());
        }
    }
}
