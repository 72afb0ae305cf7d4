package dev.fresnel.democluster.server;

import java.util.List;

/**
 * What a resource path names.
 *
 * @param namespace empty for cluster resources and for all namespaces
 * @param name empty for the collection
 * @param sub subresource, or empty
 */
record Target(ResourceType type, String namespace, String name, String sub) {

    static Target of(List<String> path, Types types) {
        boolean core = path.getFirst().equals("api");
        int at = core ? 2 : 3;
        if (path.size() <= at) {
            throw ApiFailure.noRoute();
        }
        String group = core ? "" : path.get(1);
        String version = path.get(at - 1);
        List<String> rest = path.subList(at, path.size());
        String namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 2 && !isNamespaceSub(core, rest)) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String resource = rest.getFirst();
        ResourceType type = types.find(group, version, resource).orElseThrow(ApiFailure::noRoute);
        if (!namespace.isEmpty() && !type.namespaced()) {
            throw ApiFailure.noRoute();
        }
        String sub = rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "";
        if (!sub.isEmpty() && type.sub(sub).isEmpty()) {
            throw ApiFailure.noRoute();
        }
        return new Target(type, namespace, rest.size() > 1 ? rest.get(1) : "", sub);
    }

    private static boolean isNamespaceSub(boolean core, List<String> rest) {
        return core && rest.size() == 3 && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
    }

    boolean collection() {
        return name.isEmpty();
    }
}
