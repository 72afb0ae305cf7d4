package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The verbs of the API over the store: the same rules for requests and for our own controllers. */
public final class Cluster {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern PATH_NAME = Pattern.compile("[^/%]+");
    private static final String RFC_1123 = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
            + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
            + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private final Store store = new Store();
    private final Types types;
    private final Schemas schemas;
    private final Names names;
    private final InstantSource clock;
    private final Defaults defaults = new Defaults();
    private final Rules rules = new Rules();
    private final Admission admission;
    private final Garbage garbage;

    public Cluster(Types types, Names names, InstantSource clock) {
        this.types = types;
        this.schemas = new Schemas(types);
        this.names = names;
        this.clock = clock;
        this.admission = new Admission(names, this::defaultStorageClass);
        this.garbage = new Garbage(this, store, types);
    }

    public Store store() {
        return store;
    }

    public Types types() {
        return types;
    }

    public Names names() {
        return names;
    }

    public InstantSource clock() {
        return clock;
    }

    Schemas schemas() {
        return schemas;
    }

    List<String> selectable(ResourceType type) {
        return types.definition(type).map(Types.Definition::selectable).orElse(List.of());
    }

    public Optional<ObjectNode> find(String resource, String namespace, String name) {
        return store.find(resource, namespace, name).map(Stored::tree);
    }

    Stored stored(ResourceType type, String namespace, String name) {
        return store.find(type.qualified(), namespace, name).orElseThrow(() -> ApiFailure.notFound(type, name));
    }

    /** Creates an object for one of our controllers. */
    public ObjectNode create(String resource, ObjectNode tree) {
        return create(types.stored(resource), Json.text(tree, "metadata", "namespace"), tree, WriteOptions.internal());
    }

    public ObjectNode create(ResourceType type, String namespace, ObjectNode tree, WriteOptions options) {
        return store.atomically(() -> {
            ObjectNode meta = Json.child(tree, "metadata");
            namespace(type, namespace, meta, options);
            name(type, meta);
            if (!meta.path("resourceVersion").asText("").isEmpty()) {
                throw ApiFailure.badRequest("resourceVersion should not be set on objects to be created");
            }
            if (!options.trusted()) {
                meta.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "selfLink"));
                meta.remove(List.of("uid", "creationTimestamp"));
                if (type.keepsStatus()) {
                    tree.remove("status");
                }
            }
            prepare(type, tree, Optional.empty(), options);
            if (store.find(type.qualified(), namespace, Json.text(meta, "name")).isPresent()) {
                throw ApiFailure.alreadyExists(type, Json.text(meta, "name"));
            }
            stamp(meta, "uid", names.uid());
            stamp(meta, "creationTimestamp", Names.time(clock.instant()));
            if (Admission.counted(type)) {
                meta.put("generation", 1);
            }
            admission.create(type, tree, clock.instant());
            return write(type, tree, options);
        });
    }

    private static void stamp(ObjectNode meta, String field, String value) {
        if (Json.text(meta, field).isEmpty()) {
            meta.put(field, value);
        }
    }

    private void prepare(ResourceType type, ObjectNode tree, Optional<ObjectNode> before, WriteOptions options) {
        tree.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        Shape shape = schemas.of(type);
        if (!options.trusted()) {
            Check check = Check.of(tree, shape, type.custom());
            decided(type, tree, check, options);
        }
        defaults.apply(tree, shape, type.custom());
        if (!options.trusted()) {
            List<ApiFailure.Cause> causes = new ArrayList<>(rules.broken(type, tree));
            before.ifPresent(old -> causes.addAll(rules.changed(type, tree, old)));
            if (!causes.isEmpty()) {
                throw ApiFailure.invalid(type, Json.text(tree, "metadata", "name"), causes);
            }
        }
    }

    private static void decided(ResourceType type, ObjectNode tree, Check check, WriteOptions options) {
        String prefix = type.kind() + " in version \"" + type.version() + "\" cannot be handled as a " + type.kind() + ": ";
        check.mismatch().ifPresent(words -> {
            throw ApiFailure.badRequest(prefix + words);
        });
        List<String> unknown = check.unknown().stream().map(field -> "unknown field \"" + field + "\"").toList();
        if (!unknown.isEmpty() && options.validation().equals("Strict")) {
            String message = "strict decoding error: " + String.join(", ", unknown);
            throw ApiFailure.badRequest(type.custom() ? message : prefix + message);
        }
        if (options.validation().equals("Warn")) {
            options.warnings().addAll(unknown);
        }
        if (!check.causes().isEmpty()) {
            throw ApiFailure.invalid(type, Json.text(tree, "metadata", "name"), check.causes());
        }
    }

    private void namespace(ResourceType type, String namespace, ObjectNode meta, WriteOptions options) {
        if (!type.namespaced()) {
            meta.remove("namespace");
            return;
        }
        String own = Json.text(meta, "namespace");
        if (!own.isEmpty() && !own.equals(namespace)) {
            throw ApiFailure.badRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
        meta.put("namespace", namespace);
        Stored found = store.find("namespaces", "", namespace).orElseThrow(() -> ApiFailure.notFound(types.stored("namespaces"), namespace));
        if (found.deleting() && !options.trusted()) {
            throw ApiFailure.forbidden(type, Json.text(meta, "name"), "unable to create new content in namespace " + namespace
                    + " because it is being terminated");
        }
    }

    private void name(ResourceType type, ObjectNode meta) {
        if (Json.text(meta, "name").isEmpty() && !Json.text(meta, "generateName").isEmpty()) {
            meta.put("name", Json.text(meta, "generateName") + names.suffix(5));
        }
        String name = Json.text(meta, "name");
        if (name.isEmpty()) {
            throw ApiFailure.invalid(type, "", List.of(new ApiFailure.Cause("metadata.name", "FieldValueRequired",
                    "Required value: name or generateName is required")));
        }
        boolean free = type.group().equals("rbac.authorization.k8s.io");
        if (!(free ? PATH_NAME : NAME).matcher(name).matches() || name.length() > 253) {
            throw ApiFailure.invalid(type, name, List.of(new ApiFailure.Cause("metadata.name", "FieldValueInvalid",
                    "Invalid value: \"" + name + "\": " + RFC_1123)));
        }
    }

    /** Replaces an object, or only its status or its scale. */
    ObjectNode update(ResourceType type, String namespace, String name, ObjectNode tree, String sub, WriteOptions options) {
        return store.atomically(() -> {
            Stored there = stored(type, namespace, name);
            String version = Json.text(tree, "metadata", "resourceVersion");
            if (!version.isEmpty() && !version.equals(Long.toString(there.version()))) {
                throw ApiFailure.stale(type, name);
            }
            String uid = Json.text(tree, "metadata", "uid");
            if (!uid.isEmpty() && !uid.equals(there.uid())) {
                throw ApiFailure.conflict(type, name, "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + there.uid());
            }
            return replace(type, there, tree, sub, options);
        });
    }

    /** Changes an object where it is; nothing is written when the change changes nothing. */
    ObjectNode patch(ResourceType type, String namespace, String name, String sub, WriteOptions options, UnaryOperator<ObjectNode> change) {
        return store.atomically(() -> {
            Stored there = stored(type, namespace, name);
            ObjectNode after = change.apply(there.tree());
            String version = Json.text(after, "metadata", "resourceVersion");
            if (!version.isEmpty() && !version.equals(Long.toString(there.version()))) {
                throw ApiFailure.stale(type, name);
            }
            return replace(type, there, after, sub, options);
        });
    }

    /** A controller's change of metadata, spec and status at once; an object that is gone is left alone. */
    public Optional<ObjectNode> edit(String resource, String namespace, String name, UnaryOperator<ObjectNode> change) {
        return store.atomically(() -> store.find(resource, namespace, name)
                .map(there -> replace(types.stored(resource), there, change.apply(there.tree()), "*", WriteOptions.internal())));
    }

    private ObjectNode replace(ResourceType type, Stored there, ObjectNode tree, String sub, WriteOptions options) {
        ObjectNode before = there.tree();
        ObjectNode meta = Json.child(tree, "metadata");
        ObjectNode old = (ObjectNode) before.path("metadata");
        if (sub.equals("status") || sub.equals("approval")) {
            JsonNode status = tree.path("status");
            ObjectNode only = before.deepCopy();
            only.set("status", status.isMissingNode() ? Json.object() : status);
            Json.child(only, "metadata").setAll(keep(meta, "annotations", "labels", "finalizers"));
            return commit(type, there, before, only, options);
        }
        for (String field : List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "namespace", "name")) {
            if (!(options.trusted() && meta.has(field))) {
                meta.remove(field);
                Optional.ofNullable(old.get(field)).ifPresent(value -> meta.set(field, value));
            }
        }
        if (!meta.path("name").equals(old.path("name"))) {
            throw ApiFailure.badRequest("the name of the object does not match the name on the URL");
        }
        if (!sub.equals("*") && type.keepsStatus()) {
            tree.remove("status");
            Optional.ofNullable(before.get("status")).ifPresent(status -> tree.set("status", status));
        }
        if (sub.equals("ephemeralcontainers")) {
            begin(tree);
        }
        if (!options.trusted()) {
            prepare(type, tree, Optional.of(before).filter(earlier -> sub.isEmpty()), options);
            admission.update(type, tree, before, clock.instant());
        }
        if (Admission.counted(type) && specChanged(before, tree)) {
            meta.put("generation", old.path("generation").asLong(0) + 1);
        }
        return commit(type, there, before, tree, options);
    }

    /** Containers for debugging run as soon as they are there. */
    private void begin(ObjectNode pod) {
        var statuses = Json.child(pod, "status").putArray("ephemeralContainerStatuses");
        for (JsonNode one : Json.at(pod, "spec", "ephemeralContainers")) {
            ObjectNode status = statuses.addObject().put("name", Json.text(one, "name")).put("image", Json.text(one, "image")).put("ready", false).put("restartCount", 0);
            status.putObject("state").putObject("running").put("startedAt", Names.time(clock.instant()));
        }
    }

    private static ObjectNode keep(ObjectNode meta, String... fields) {
        ObjectNode kept = meta.deepCopy();
        kept.retain(fields);
        return kept;
    }

    private static boolean specChanged(ObjectNode before, ObjectNode after) {
        return differs(before, after) || differs(after, before);
    }

    private static boolean differs(ObjectNode left, ObjectNode right) {
        return left.properties().stream().anyMatch(entry -> !entry.getKey().equals("metadata") && !entry.getKey().equals("status")
                && !Json.same(entry.getValue(), right.path(entry.getKey())));
    }

    private ObjectNode commit(ResourceType type, Stored there, ObjectNode before, ObjectNode after, WriteOptions options) {
        Json.child(after, "metadata").put("resourceVersion", Json.text(before, "metadata", "resourceVersion"));
        if (Json.same(before, after)) {
            return before;
        }
        if (there.deleting() && after.path("metadata").path("finalizers").isEmpty() && !options.dryRun()
                && garbage.mayGo(type, after)) {
            write(type, after, options);
            return garbage.gone(type, store.find(there.resource(), there.namespace(), there.name()).orElse(there));
        }
        return write(type, after, options);
    }

    ObjectNode write(ResourceType type, ObjectNode tree, WriteOptions options) {
        if (options.dryRun()) {
            return tree;
        }
        ResourceType kept = types.stored(type.qualified());
        tree.put("apiVersion", kept.apiVersion());
        Stored stored = store.put(type.qualified(), tree, selectable(kept));
        if (type.qualified().equals("customresourcedefinitions.apiextensions.k8s.io")) {
            types.define(tree);
        }
        tree.put("apiVersion", type.apiVersion());
        return stored.version() > 0 ? tree : stored.tree();
    }

    /** Deletes, or begins to; the answer is the object when it is still there. */
    public ObjectNode delete(ResourceType type, String namespace, String name, Deletion deletion) {
        return store.atomically(() -> garbage.delete(type, stored(type, namespace, name), deletion));
    }

    public void delete(String resource, String namespace, String name, Deletion deletion) {
        store.atomically(() -> {
            store.find(resource, namespace, name).ifPresent(there -> garbage.delete(types.stored(resource), there, deletion));
            return null;
        });
    }

    List<Stored> select(ResourceType type, String namespace, Predicate<Stored> wanted) {
        return store.all(type.qualified(), namespace).stream().filter(wanted).toList();
    }

    private String defaultStorageClass() {
        return store.all("storageclasses.storage.k8s.io", "").stream()
                .filter(one -> "true".equals(Json.at(one.tree(), "metadata", "annotations").path("storageclass.kubernetes.io/is-default-class").asText()))
                .map(Stored::name).findFirst().orElse("");
    }
}
