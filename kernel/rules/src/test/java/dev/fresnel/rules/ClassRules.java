package dev.fresnel.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about classes; each gives one sentence for each violation. */
final class ClassRules {
    private static final Set<String> EVERYBODY = Set.of("java", "org.jspecify", "org.osgi.annotation", "org.osgi.service.component.annotations");

    /** Which of our own modules a layer may see, besides itself. */
    private static final Map<String, Set<String>> OURS = Map.of(
            "kernel/api", Set.of(),
            "kernel/spi", Set.of("kernel/api"),
            "kernel/launcher", Set.of(),
            "kernel/testing", Set.of("kernel/launcher", "kernel/api"),
            "bundles", Set.of("kernel/api", "kernel/spi"),
            "plugins", Set.of("kernel/api"),
            "catalog/api", Set.of(),
            "catalog/index", Set.of("catalog/api"),
            "catalog/service", Set.of("kernel/api", "kernel/spi", "catalog/api", "catalog/index"));

    /** Libraries that a layer may see; a layer that is not named here may see any that rule below leaves. */
    private static final Map<String, Set<String>> THEIRS = Map.of(
            "kernel/api", Set.of(),
            "kernel/spi", Set.of("org.osgi.framework", "javax.net.ssl"),
            "kernel/launcher", Set.of("org.osgi.framework", "org.osgi.service.log", "org.apache.felix.framework", "org.snakeyaml", "org.slf4j", "ch.qos.logback"));

    /** Libraries that one module alone may see. */
    private static final Map<String, String> PRIVATE = Map.of("org.eclipse.jetty", "bundles/http", "io.fabric8", "bundles/kubernetes");

    /** What keeps the loader of a gone bundle alive, or belongs to the whole process. */
    private static final Set<String> STICKY_TYPES = Set.of("java.util.Timer", "java.util.TimerTask", "java.lang.ref.Cleaner", "java.sql.DriverManager", "jdk.jfr.Event", "java.util.ResourceBundle");

    private static final Set<String> STICKY_CALLS = Set.of(
            "java.lang.Runtime.addShutdownHook", "java.lang.Runtime.exit", "java.lang.Runtime.halt", "java.lang.System.exit", "java.lang.System.setProperty",
            "java.util.concurrent.ForkJoinPool.commonPool", "java.util.Collection.parallelStream", "java.util.stream.BaseStream.parallel");

    private static final Pattern BAD_NAME = Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils)|I[A-Z][a-z].*|Abstract[A-Z].*Base|.*Base");

    private ClassRules() {}

    static List<String> layers(House house) {
        var violations = new TreeSet<String>();
        for (var module : house.modules()) {
            for (var type : module.classes()) {
                type.getDirectDependenciesFromSelf().forEach(dependency -> {
                    var target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.isPrimitive() && !maySee(house, module, target)) {
                        violations.add(module.path() + ": " + type.getName() + " sees " + target.getName());
                    }
                });
            }
        }
        return List.copyOf(violations);
    }

    private static boolean maySee(House house, Module module, JavaClass target) {
        var owner = house.owner(target);
        if (owner.isPresent()) {
            var allowed = OURS.get(module.layer());
            return owner.get().equals(module) || allowed == null || allowed.contains(owner.get().path());
        }
        var name = target.getPackageName();
        if (name.startsWith("dev.fresnel.")) {
            return allowedUnbuilt(module, name);
        }
        var keeper = PRIVATE.entrySet().stream().filter(entry -> within(name, entry.getKey())).findFirst();
        if (keeper.isPresent()) {
            return keeper.get().getValue().equals(module.path());
        }
        var libraries = THEIRS.get(module.layer());
        var open = libraries == null && !(module.isPlugin() && (within(name, "org.osgi.framework") || within(name, "org.osgi.util")));
        return open || Stream.concat(EVERYBODY.stream(), libraries == null ? Stream.of() : libraries.stream()).anyMatch(prefix -> within(name, prefix));
    }

    /** A class of ours that was not read, because only one module was built: judged by its package. */
    private static boolean allowedUnbuilt(Module module, String packageName) {
        var allowed = OURS.get(module.layer());
        return allowed == null || allowed.stream().anyMatch(path -> within(packageName, "dev.fresnel." + path.replace("kernel/", "").replace('/', '.')));
    }

    private static boolean within(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    /** Packages that depend on each other in a circle, over all modules. */
    static List<String> cycles(House house) {
        var graph = new TreeMap<String, Set<String>>();
        house.classes().forEach(type -> type.getDirectDependenciesFromSelf().forEach(dependency -> {
            var target = dependency.getTargetClass().getBaseComponentType();
            if (house.owner(target).isPresent() && !target.getPackageName().equals(type.getPackageName())) {
                graph.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>()).add(target.getPackageName());
            }
        }));
        return graph.keySet().stream().filter(start -> reaches(graph, start)).map(name -> "package " + name + " depends on itself through " + graph.get(name)).toList();
    }

    private static boolean reaches(Map<String, Set<String>> graph, String start) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(graph.getOrDefault(start, Set.of()));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (next.equals(start)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(graph.getOrDefault(next, Set.of()));
            }
        }
        return false;
    }

    /** A package belongs to one module. */
    static List<String> splitPackages(House house) {
        var owners = new TreeMap<String, Set<String>>();
        house.modules().forEach(module -> module.classes().forEach(type -> owners.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>()).add(module.path())));
        return owners.entrySet().stream().filter(entry -> entry.getValue().size() > 1).map(entry -> "package " + entry.getKey() + " is in " + entry.getValue()).toList();
    }

    static List<String> componentsAreFinal(Collection<JavaClass> classes) {
        return classes.stream().filter(ClassRules::isComponent).filter(type -> !type.getModifiers().contains(JavaModifier.FINAL)).map(type -> type.getName() + " is a component and not final").sorted().toList();
    }

    static boolean isComponent(JavaClass type) {
        return type.isAnnotatedWith("org.osgi.service.component.annotations.Component");
    }

    static List<String> names(Collection<JavaClass> classes) {
        return classes.stream().filter(type -> BAD_NAME.matcher(type.getSimpleName()).matches()).map(type -> type.getName() + " does not name a thing of the domain").sorted().toList();
    }

    static List<String> mutableStatics(Collection<JavaClass> classes) {
        return classes.stream().flatMap(type -> type.getFields().stream()).filter(ClassRules::isMutableStatic).map(field -> field.getFullName() + " is static and not final").sorted().toList();
    }

    private static boolean isMutableStatic(JavaField field) {
        var modifiers = field.getModifiers();
        return modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.FINAL) && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    /** Things that keep a gone bundle alive (hot swap, traps). */
    static List<String> stickyThings(Collection<JavaClass> classes) {
        var violations = new ArrayList<String>();
        for (var type : classes) {
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> STICKY_TYPES.contains(dependency.getTargetClass().getName()))
                    .forEach(dependency -> violations.add(type.getName() + " uses " + dependency.getTargetClass().getName()));
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> STICKY_CALLS.contains(call.getTargetOwner().getName() + "." + call.getName()) || isCommonPool(call.getTargetOwner().getName(), call.getName(), call.getTarget().getRawParameterTypes().size()))
                    .forEach(call -> violations.add(type.getName() + " calls " + call.getTargetOwner().getName() + "." + call.getName()));
        }
        return violations.stream().distinct().sorted().toList();
    }

    private static boolean isCommonPool(String owner, String method, int parameters) {
        return owner.equals("java.util.concurrent.CompletableFuture") && (method.equals("supplyAsync") || method.equals("runAsync")) && parameters == 1
                || method.equals("parallelStream");
    }

    /** Only {@code Gate} makes a {@code Visible}: the one door to what a caller may see. */
    static List<String> oneDoor(Collection<JavaClass> classes) {
        return classes.stream()
                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getSimpleName().equals("Visible"))
                .filter(call -> !outermost(call.getOriginOwner()).getSimpleName().equals("Gate"))
                .map(call -> call.getOriginOwner().getName() + " makes a Visible; only Gate may")
                .distinct()
                .sorted()
                .toList();
    }

    /** Only {@code bundles/access} makes a principal out of a credential: nobody else can act as somebody, or as us. */
    static List<String> principals(House house) {
        return house.modules().stream()
                .filter(module -> !module.path().equals("bundles/access") && !module.path().equals("kernel/spi"))
                .flatMap(module -> module.classes().stream())
                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals("dev.fresnel.spi.principal.Principal"))
                .map(call -> call.getOriginOwner().getName() + " makes a Principal; only bundles/access may")
                .distinct()
                .sorted()
                .toList();
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ClassRules::outermost).orElse(type);
    }
}
