package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sets the scene: namespaces, a custom resource, an aggregated API, service accounts with tokens of every sort, roles. */
final class Cast {
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
    private final ApiServer server;
    private final Subject admin;

    Cast(ApiServer server, Subject admin) {
        this.server = server;
        this.admin = admin;
    }

    void play(Scene scene, int extension) {
        for (String namespace : Scene.NAMESPACES) {
            create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
        }
        create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(Scene.HOME));
        kinds(extension);
        for (Resource resource : List.of(Resource.PODS, Resource.CONFIGMAPS, Resource.SECRETS, Resource.WIDGETS)) {
            role("read-" + resource, resource, "\"get\",\"list\",\"watch\"", "");
        }
        role("read-things", Resource.THINGS, "\"get\",\"list\",\"watch\"", "");
        bind("", "everybody-things", "read-things", "Group", "system:authenticated");
        role("list-configmaps", Resource.CONFIGMAPS, "\"get\",\"list\"", "");
        role("watch-pods", Resource.PODS, "\"watch\"", "");
        role("get-one", Resource.CONFIGMAPS, "\"get\",\"list\",\"watch\"", "\"resourceNames\":[\"cnry-quiet-configmaps-0\"],");
        account(scene, "scoped", "");
        account(scene, "hooked", "");
        account(scene, "lister", "");
        account(scene, "watcher", "");
        account(scene, "named", "");
        create("/api/v1/namespaces/" + Scene.HOME + "/secrets", "{\"metadata\":{\"name\":\"anchor\"}}");
        String uid = server.change(admin, "GET", "/api/v1/namespaces/" + Scene.HOME + "/secrets/anchor", "").at("/metadata/uid").asText();
        account(scene, "bound", "\"boundObjectRef\":{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"name\":\"anchor\",\"uid\":\"" + uid + "\"},");
        bind("alpha", "scoped-pods", "read-pods", "ServiceAccount", "scoped");
        bind("beta", "scoped-widgets", "read-widgets", "ServiceAccount", "scoped");
        bind(Scene.QUIET, "lister", "list-configmaps", "ServiceAccount", "lister");
        bind("", "watcher", "watch-pods", "ServiceAccount", "watcher");
        bind(Scene.QUIET, "named", "get-one", "ServiceAccount", "named");
        bind("", "bound-configmaps", "read-configmaps", "ServiceAccount", "bound");
        bind("gamma", "bound-pods", "read-pods", "ServiceAccount", "bound");
        awaitThings();
    }

    private void kinds(int extension) {
        create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
                {"metadata":{"name":"widgets.oracle.fresnel.test"},"spec":{"group":"oracle.fresnel.test","scope":"Namespaced",
                "names":{"plural":"widgets","singular":"widget","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,
                "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}},
                "additionalPrinterColumns":[{"name":"Phase","type":"string","jsonPath":".spec.phase"},
                {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}]}]}}""");
        create("/api/v1/namespaces/" + Scene.HOME + "/services", """
                {"metadata":{"name":"extension"},"spec":{"type":"ExternalName","externalName":"localhost","ports":[{"port":%d}]}}""".formatted(extension));
        create("/apis/apiregistration.k8s.io/v1/apiservices", """
                {"metadata":{"name":"v1.people.fresnel.test"},"spec":{"group":"people.fresnel.test","version":"v1","groupPriorityMinimum":100,
                "versionPriority":10,"insecureSkipTLSVerify":true,"service":{"name":"extension","namespace":"%s","port":%d}}}"""
                .formatted(Scene.HOME, extension));
    }

    private void role(String name, Resource resource, String verbs, String names) {
        create(RBAC + "/clusterroles", """
                {"metadata":{"name":"%s"},"rules":[{"apiGroups":["%s"],"resources":["%s"],%s"verbs":[%s]}]}"""
                .formatted(name, resource.group(), resource.word(), names, verbs));
    }

    /** Users who may all read the same. */
    List<Subject> crowd(Scene scene, int number) {
        List<Subject> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            account(scene, "crowd-" + i, "");
            bind("", "crowd-" + i, "read-configmaps", "ServiceAccount", "crowd-" + i);
            all.add(scene.subjects.get("crowd-" + i));
        }
        return all;
    }

    private void account(Scene scene, String name, String bound) {
        create("/api/v1/namespaces/" + Scene.HOME + "/serviceaccounts", "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        JsonNode token = create("/api/v1/namespaces/" + Scene.HOME + "/serviceaccounts/" + name + "/token",
                "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{" + bound + "\"expirationSeconds\":14400}}");
        scene.add(new Subject(name, "system:serviceaccount:" + Scene.HOME + ":" + name, token.at("/status/token").asText()));
    }

    private void bind(String namespace, String name, String role, String kind, String subject) {
        create(bindings(namespace), binding(name, role, kind, subject));
    }

    static String bindings(String namespace) {
        return RBAC + (namespace.isEmpty() ? "/clusterrolebindings" : "/namespaces/" + namespace + "/rolebindings");
    }

    static String binding(String name, String role, String kind, String subject) {
        boolean account = kind.equals("ServiceAccount");
        return """
                {"metadata":{"name":"%s"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"},
                "subjects":[{"kind":"%s",%s"name":"%s"}]}""".formatted(name, role, kind,
                account ? "\"namespace\":\"" + Scene.HOME + "\"," : "\"apiGroup\":\"rbac.authorization.k8s.io\",", subject);
    }

    private JsonNode create(String path, String body) {
        return server.change(admin, "POST", path, body, 409);
    }

    private void awaitThings() {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!server.list(admin, Resource.THINGS, "").granted() || !server.list(admin, Resource.WIDGETS, "").granted()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the aggregated API or the custom resource is not served: "
                        + server.change(admin, "GET", "/apis/apiregistration.k8s.io/v1/apiservices/v1.people.fresnel.test", "").path("status"));
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
