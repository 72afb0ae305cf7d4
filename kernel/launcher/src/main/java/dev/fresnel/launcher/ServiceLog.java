package dev.fresnel.launcher;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.event.Level;

/** OSGi's log service over the one log: Declarative Services tells there why a component does not come up. */
final class ServiceLog implements LoggerFactory {
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

    static void register(BundleContext context) {
        context.registerService(LoggerFactory.class, new ServiceLog(), null);
    }

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName(), Logger.class);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> kind) {
        return getLogger(type.getName(), kind);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> kind) {
        return getLogger(name, kind);
    }

    /** The interface has forty methods that differ in their level and in how they pass arguments; one place reads both. */
    @Override
    public <L extends Logger> L getLogger(String name, Class<L> kind) {
        var target = org.slf4j.LoggerFactory.getLogger(name);
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, args) -> switch (method.getName()) {
            case "getName", "toString" -> name;
            case "hashCode" -> name.hashCode();
            case "equals" -> proxy == args[0];
            case String asked when asked.startsWith("is") -> target.isEnabledForLevel(level(asked.substring(2).replace("Enabled", "")));
            default -> log(target, level(method.getName()), proxy, args);
        }));
    }

    private static Level level(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return LEVELS.contains(lower) ? Level.valueOf(lower.toUpperCase(Locale.ROOT)) : Level.INFO; // audit
    }

    private static Object log(org.slf4j.Logger target, Level level, Object proxy, Object[] args) throws Exception {
        if (args[0] instanceof LoggerConsumer<?> consumer) {
            if (target.isEnabledForLevel(level)) {
                accept(consumer, (Logger) proxy);
            }
        } else {
            var format = String.valueOf(args[0]);
            var values = args.length == 2 && args[1] instanceof Object[] many ? many : Arrays.copyOfRange(args, 1, args.length);
            target.atLevel(level).log(format, values);
        }
        return null;
    }

    @SuppressWarnings("unchecked") // a consumer of a checked exception that nobody can name
    private static <E extends Exception> void accept(LoggerConsumer<?> consumer, Logger logger) throws E {
        ((LoggerConsumer<E>) consumer).accept(logger);
    }
}
