package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.kubeconfig.KubeconfigFiles;
import dev.fresnel.kubernetes.kubeconfig.KubeconfigFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/**
 * What the launcher says about clusters.
 *
 * @param kubeconfig the files to read; none in a cluster unless they were named
 * @param inCluster whether the cluster that we run in is one
 * @param demo whether the demo cluster shows beside others
 * @param direct ids or contexts of the clusters that the admin says are API servers themselves, with no filtering proxy before them
 * @param environment the process's variables
 * @param poll how often the files are looked at
 * @param pause how long a cluster that is down is left alone at first
 * @param agent our own User-Agent
 * @param given the folder of kubeconfigs that were given in the page; {@code null} in a cluster, where nobody may
 */
record Settings(
        List<Path> kubeconfig,
        boolean inCluster,
        boolean demo,
        Set<String> direct,
        Map<String, String> environment,
        Duration poll,
        Duration pause,
        String agent,
        @Nullable Path given) {
    private static final String PREFIX = "fresnel.";

    Settings(
            List<Path> kubeconfig, boolean inCluster, boolean demo, Set<String> direct, Map<String, String> environment, Duration poll, Duration pause, String agent) {
        this(kubeconfig, inCluster, demo, direct, environment, poll, pause, agent, null);
    }

    static Settings of(BundleContext context) {
        Map<String, String> environment = System.getenv();
        boolean inCluster = flag(context, "in-cluster");
        String given = text(context, "kubeconfig");
        String variable = environment.getOrDefault("KUBECONFIG", "");
        boolean none = inCluster && given.isBlank() && variable.isBlank();
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return new Settings(
                none ? List.of() : KubeconfigFiles.of(given, variable, home),
                inCluster,
                flag(context, "demo"),
                names(text(context, "direct-cluster")),
                environment,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                agent(context.getBundle().getVersion()),
                inCluster || text(context, "data-dir").isEmpty() ? null : Path.of(text(context, "data-dir"), "kubeconfigs"));
    }

    /** Files that count now: those that were named win over those that were given in the page. */
    List<Path> files() {
        if (given == null) {
            return kubeconfig;
        }
        return Stream.concat(kubeconfig.stream(), new KubeconfigFolder(given).files().stream()).toList();
    }

    private static String agent(Version version) {
        return "fresnel/" + version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    private static Set<String> names(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean flag(BundleContext context, String name) {
        return text(context, name).equalsIgnoreCase("true");
    }

    private static String text(BundleContext context, String name) {
        String value = context.getProperty(PREFIX + name);
        return value == null ? "" : value;
    }
}
