package dev.fresnel.switchboard;

import java.lang.management.ManagementFactory;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An estimate of what a plugin's own objects weigh, from the JVM's class histogram (bytes of each class, unreachable objects
 * included). Counted when somebody asks, at most every half minute; two builds of one plugin cannot be told apart.
 */
final class Weight {
    private static final Logger LOG = LoggerFactory.getLogger(Weight.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\[*L?)([\\w.$]+)");

    private Map<String, Long> byPackage = Map.of();
    private long countedAt = System.nanoTime() - FRESH.toNanos() - 1;

    /** @return bytes */
    synchronized long of(Bundle bundle) {
        if (System.nanoTime() - countedAt > FRESH.toNanos()) {
            byPackage = count();
            countedAt = System.nanoTime();
        }
        return packages(bundle).stream().mapToLong(name -> byPackage.getOrDefault(name, 0L)).sum();
    }

    private static Set<String> packages(Bundle bundle) {
        var classes = bundle.findEntries("/", "*.class", true);
        var names = new HashSet<String>();
        if (classes != null) {
            for (URL url : Collections.list(classes)) {
                String path = url.getPath();
                int end = path.lastIndexOf('/');
                names.add(end <= 1 ? "" : path.substring(1, end).replace('/', '.'));
            }
        }
        return names;
    }

    private static Map<String, Long> count() {
        var found = new HashMap<String, Long>();
        try {
            Object text = ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[] {"-all"}}, new String[] {String[].class.getName()});
            Matcher line = LINE.matcher(String.valueOf(text));
            while (line.find()) {
                String type = line.group(4);
                int end = type.lastIndexOf('.');
                found.merge(end < 0 ? "" : type.substring(0, end), Long.parseLong(line.group(2)), Long::sum);
            }
        } catch (JMException e) {
            LOG.debug("this Java does not count its objects: {}", e.toString());
        }
        return found;
    }
}
