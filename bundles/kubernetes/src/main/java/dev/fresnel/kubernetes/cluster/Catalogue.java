package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.kubeconfig.ClusterIds;
import dev.fresnel.kubernetes.kubeconfig.Context;
import dev.fresnel.kubernetes.kubeconfig.Kubeconfig;
import dev.fresnel.kubernetes.kubeconfig.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the clusters of all sources into one list with one id each. */
final class Catalogue {
    private final Settings settings;

    Catalogue(Settings settings) {
        this.settings = settings;
    }

    /** In the order in which people see them; kubeconfig first, then our own cluster, then those of plugins. */
    Map<String, Definition> definitions(Kubeconfig kubeconfig, List<Definition> plugins) {
        var all = new LinkedHashMap<String, Definition>();
        for (Definition definition : own(kubeconfig)) {
            all.put(definition.id(), definition);
        }
        boolean alone = all.values().stream().noneMatch(definition -> !definition.server().url().isEmpty());
        boolean demo = !settings.inCluster() && (alone || settings.demo());
        for (Definition definition : plugins) {
            if (demo || !definition.id().equals(PluginClusters.DEMO)) {
                all.putIfAbsent(definition.id(), definition);
            }
        }
        return all;
    }

    private List<Definition> own(Kubeconfig kubeconfig) {
        var all = new ArrayList<Definition>();
        Set<String> reserved = new HashSet<>(Set.of(PluginClusters.DEMO));
        if (settings.inCluster()) {
            reserved.add(InCluster.ID);
        }
        List<String> names = new ArrayList<>(kubeconfig.contexts().stream().map(Context::name).toList());
        kubeconfig.unreadable().keySet().forEach(file -> names.add(file.toString()));
        Map<String, String> ids = ClusterIds.assign(names, reserved);
        kubeconfig.contexts().forEach(context -> all.add(definition(ids.get(context.name()), context)));
        kubeconfig.unreadable().forEach((file, why) -> all.add(unreadable(ids.get(file.toString()), file, why)));
        if (settings.inCluster()) {
            all.add(InCluster.of(settings.environment()));
        }
        return all;
    }

    private Definition definition(String id, Context context) {
        return new Definition(
                id, context.name(), "kubeconfig", context.namespace(), context.name(), context.server(), context.user(),
                settings.direct().contains(id) || settings.direct().contains(context.name()), context.broken());
    }

    /** A file that cannot be read shows like a cluster that cannot be used, or nobody would know. */
    private static Definition unreadable(String id, Path file, String why) {
        String text = "The kubeconfig file " + file + " " + why + ": correct it, its clusters come back by themselves.";
        return new Definition(id, file.toString(), "kubeconfig", "", "", Server.at(""), null, false, text);
    }
}
