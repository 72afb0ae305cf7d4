package dev.fresnel.build;

import aQute.bnd.classfile.ClassFile;
import aQute.bnd.classfile.ConstantPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a class uses that nobody can take back from a running process: it would keep the class loader of a build that has gone. */
final class Sticky {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("java/util/Timer", "a Job or a thread of its own"),
            Map.entry("java/util/TimerTask", "a Job or a thread of its own"),
            Map.entry("java/lang/ref/Cleaner", "close() called by whoever owns the thing"),
            Map.entry("java/sql/DriverManager", "the driver's DataSource"),
            Map.entry("jdk/jfr/Event", "a log line"),
            Map.entry("jdk/jfr/FlightRecorder", "a log line"),
            Map.entry("java/util/ResourceBundle", "messages/en.json"),
            Map.entry("java/beans/Introspector", "a record"),
            Map.entry("java/lang/management/ManagementFactory", "figures of the platform"),
            Map.entry("javax/management/MBeanServer", "figures of the platform"));

    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("java/lang/Runtime.addShutdownHook", "@Deactivate"),
            Map.entry("java/lang/Runtime.exit", "a Problem"),
            Map.entry("java/lang/Runtime.halt", "a Problem"),
            Map.entry("java/lang/System.exit", "a Problem"),
            Map.entry("java/lang/System.setProperty", "settings"),
            Map.entry("java/lang/Thread.setDefaultUncaughtExceptionHandler", "a handler of its own threads"),
            Map.entry("java/util/concurrent/ForkJoinPool.commonPool", "an executor of its own"),
            Map.entry("java/util/Collection.parallelStream", "stream()"),
            Map.entry("java/util/List.parallelStream", "stream()"),
            Map.entry("java/util/Set.parallelStream", "stream()"),
            Map.entry("java/util/stream/Stream.parallel", "a sequential stream"),
            Map.entry("java/util/logging/Logger.setLevel", "SLF4J"),
            Map.entry("java/util/logging/Logger.addHandler", "SLF4J"),
            Map.entry("java/util/logging/LogManager.getLogManager", "SLF4J"),
            Map.entry("java/net/URL.setURLStreamHandlerFactory", "nothing"),
            Map.entry("java/net/Authenticator.setDefault", "Outbound"),
            Map.entry("javax/net/ssl/HttpsURLConnection.setDefaultSSLSocketFactory", "Outbound"));

    private static final Set<String> ASYNC = Set.of("supplyAsync", "runAsync");

    private Sticky() {}

    /** One sentence for each. */
    static List<String> in(ClassFile type) {
        var found = new ArrayList<String>();
        String name = type.this_class.replace('/', '.');
        ConstantPool pool = type.constant_pool;
        for (int i = 1; i < pool.size(); i++) {
            Object entry = pool.entry(i);
            if (entry instanceof ConstantPool.ClassInfo info) {
                String used = pool.utf8(info.class_index);
                if (TYPES.containsKey(used)) {
                    found.add(name + " uses " + used.replace('/', '.') + ", which outlives the plugin; use " + TYPES.get(used));
                }
            } else if (entry instanceof ConstantPool.AbstractRefInfo info && !(entry instanceof ConstantPool.FieldrefInfo)) {
                ConstantPool.NameAndTypeInfo called = pool.entry(info.name_and_type_index);
                String owner = pool.className(info.class_index);
                String method = pool.utf8(called.name_index);
                String call = owner + "." + method;
                if (CALLS.containsKey(call)) {
                    found.add(name + " calls " + call.replace('/', '.') + ", which outlives the plugin; use " + CALLS.get(call));
                } else if (owner.equals("java/util/concurrent/CompletableFuture") && ASYNC.contains(method) && !pool.utf8(called.descriptor_index).contains("Executor;")) {
                    found.add(name + " calls CompletableFuture." + method + " without an executor, which runs on the common pool; use one of its own");
                }
            }
        }
        return found;
    }
}
