package dev.fresnel.testbed;

import static java.util.Map.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** An endless row of invented pods of 3 to 10 KB (5 to 16 with managedFields), pod i always the same: names, addresses and texts do not compress like copies. */
final class PodSeries {
    private static final List<String> WORDS = List.of(("auth billing cart catalog checkout currency delivery email feed gateway geo identity "
            + "image index ingest invoice ledger loyalty mail media metrics notify order payment price profile quote rating recommend report "
            + "review search session shipping stock store stream tax token track user vault wallet").split(" "));
    private static final List<String> TIERS = List.of("api", "worker", "web", "cron", "cache", "sync", "proxy");
    private static final List<String> TEAMS = List.of("atlas", "bolt", "comet", "delta", "ember", "flint", "grove", "haze");
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ /:-_.,0123456789";
    /** Of 100 apps: bare, small, medium, large. */
    private static final int[] SIZES = {35, 38, 20, 7};
    private static final int[] VARIABLES = {0, 3, 9, 15};
    private static final int[] NOTES = {20, 80, 400, 1500};
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private final PodLoad.Size size;
    private final List<String> namespaces;
    private final List<App> apps = new ArrayList<>();

    PodSeries(PodLoad.Size size) {
        this.size = size;
        this.namespaces = IntStream.range(0, size.namespaces())
                .mapToObj(i -> TEAMS.get(i % TEAMS.size()) + "-" + WORDS.get(i * 7 % WORDS.size()) + "-" + i).toList();
        SplittableRandom random = new SplittableRandom(size.seed());
        int workloads = size.workloads();
        for (int i = 0; i < (workloads > 0 ? workloads : Math.max(1, size.pods() / 8)); i++) {
            apps.add(new App(pick(random, namespaces), pick(random, WORDS) + "-" + pick(random, TIERS) + (workloads > 0 ? "-" + i : ""),
                    chars(random, LETTERS, 10), uid(random), weighted(random, SIZES),
                    random.nextInt(1, 10) + "." + random.nextInt(41) + "." + random.nextInt(21)));
        }
    }

    List<App> apps() {
        return apps;
    }

    /** Its ReplicaSet is there and has got this uid. */
    void owned(int app, String uid) {
        App one = apps.get(app);
        apps.set(app, new App(one.namespace(), one.name(), one.hash(), uid, one.size(), one.tag()));
    }

    /** How many pods each app has. */
    int[] members() {
        int[] members = new int[apps.size()];
        for (int i = 0; i < size.pods(); i++) {
            members[random(i).nextInt(apps.size())]++;
        }
        return members;
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(size.seed() * 1_000_003 + number);
    }

    List<String> namespaces() {
        return namespaces;
    }

    String node(int i) {
        return "bench-node-" + i;
    }

    Pod pod(int number) {
        SplittableRandom random = random(number);
        App app = pick(random, apps);
        String name = app.name() + "-" + app.hash() + "-" + chars(random, LETTERS, 5) + Integer.toHexString(number);
        List<Map<String, Object>> containers = new ArrayList<>();
        for (String container : app.size() == 3 ? List.of("main", "istio-proxy") : List.of("main")) {
            containers.add(container(random, app, container));
        }
        Map<String, Object> object = Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata(random, app, name), "spec", spec(random, app, containers));
        return new Pod(app.namespace(), name, object, Map.of("status", status(random, containers, name)));
    }

    private static Map<String, Object> metadata(SplittableRandom random, App app, String name) {
        return sorted(entry("name", name), entry("namespace", app.namespace()),
                entry("labels", sorted(entry("app.kubernetes.io/name", app.name()), entry("app.kubernetes.io/instance", app.name() + "-" + app.namespace()),
                        entry("app.kubernetes.io/version", app.tag()), entry("pod-template-hash", app.hash()), entry("team", pick(random, TEAMS)),
                        entry("tier", app.name().substring(app.name().lastIndexOf('-') + 1)),
                        entry("topology.example/zone", "eu-central-1" + chars(random, "abc", 1)))),
                entry("annotations", sorted(entry("checksum/config", hex(random, 64)), entry("prometheus.io/scrape", "true"),
                        entry("prometheus.io/port", "9090"), entry("example.com/notes", chars(random, TEXT, NOTES[app.size()])))),
                entry("ownerReferences", List.of(sorted(entry("apiVersion", "apps/v1"), entry("kind", "ReplicaSet"),
                        entry("name", app.name() + "-" + app.hash()), entry("uid", app.uid()), entry("controller", true), entry("blockOwnerDeletion", true)))));
    }

    private static Map<String, Object> container(SplittableRandom random, App app, String name) {
        Map<String, Object> container = sorted(entry("name", name),
                entry("image", "registry.example/" + app.namespace() + "/" + app.name() + "-" + name + ":" + app.tag()),
                entry("resources", sorted(
                        entry("requests", sorted(entry("cpu", pick(random, List.of(25, 50, 100, 250, 500)) + "m"), entry("memory", pick(random, List.of(64, 128, 256, 512)) + "Mi"))),
                        entry("limits", Map.of("memory", pick(random, List.of(512, 1024, 2048)) + "Mi")))));
        if (app.size() > 0) {
            container.put("args", List.of("--log-level=info", "--listen=:8080", "--config=/etc/app/" + chars(random, LETTERS, 8)));
            container.put("env", IntStream.range(0, VARIABLES[app.size()]).mapToObj(i -> sorted(
                    entry("name", (pick(random, WORDS) + "_" + pick(random, WORDS) + "_" + i).toUpperCase(java.util.Locale.ROOT)),
                    entry("value", chars(random, TEXT, random.nextInt(8, 61))))).toList());
            container.put("ports", List.of(sorted(entry("name", name.equals("main") ? "http" : "mesh"), entry("containerPort", 8080))));
            container.put("volumeMounts", List.of(sorted(entry("name", "config"), entry("mountPath", "/etc/app"))));
            container.put("readinessProbe", sorted(entry("httpGet", sorted(entry("path", "/ready"), entry("port", 8080))), entry("periodSeconds", pick(random, List.of(5, 10)))));
        }
        if (app.size() > 1) {
            container.put("livenessProbe", Map.of("httpGet", sorted(entry("path", "/live"), entry("port", 8080))));
            container.put("securityContext", sorted(entry("runAsNonRoot", true), entry("readOnlyRootFilesystem", true),
                    entry("capabilities", Map.of("drop", List.of("ALL")))));
        }
        return container;
    }

    private Map<String, Object> spec(SplittableRandom random, App app, List<Map<String, Object>> containers) {
        Map<String, Object> spec = sorted(entry("nodeName", node(random.nextInt(size.nodes()))), entry("containers", containers),
                entry("serviceAccountName", app.name()), entry("automountServiceAccountToken", false));
        if (app.size() > 0) {
            spec.put("volumes", List.of(sorted(entry("name", "config"), entry("configMap", Map.of("name", app.name())))));
        }
        if (app.size() > 1) {
            spec.put("tolerations", List.of(sorted(entry("key", "dedicated"), entry("operator", "Equal"), entry("value", app.namespace()), entry("effect", "NoSchedule"))));
            spec.put("topologySpreadConstraints", List.of(sorted(entry("maxSkew", 1), entry("topologyKey", "topology.kubernetes.io/zone"),
                    entry("whenUnsatisfiable", "ScheduleAnyway"), entry("labelSelector", Map.of("matchLabels", Map.of("pod-template-hash", app.hash()))))));
        }
        if (app.size() > 2) {
            spec.put("initContainers", List.of(sorted(entry("name", "init"), entry("image", "registry.example/tools/init:" + app.tag()), entry("args", List.of("migrate")))));
        }
        return spec;
    }

    private static Map<String, Object> status(SplittableRandom random, List<Map<String, Object>> containers, String name) {
        long up = random.nextInt(1_500_000);
        Health health = Health.values()[weighted(random, Health.SHARES)];
        boolean well = health == Health.RUNNING;
        int restarts = well ? Math.max(0, random.nextInt(-360, 40)) : random.nextInt(5, 300);
        String address = "10." + random.nextInt(244, 248) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
        List<Map<String, Object>> conditions = new ArrayList<>();
        for (String type : List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")) {
            conditions.add(sorted(entry("type", type), entry("status", well || type.equals("PodScheduled") || type.equals("Initialized") ? "True" : "False"),
                    entry("lastProbeTime", Optional.empty()), entry("lastTransitionTime", at(up + conditions.size()))));
        }
        return sorted(entry("phase", health.phase), entry("hostIP", "10.0.0.1"), entry("podIP", address), entry("podIPs", List.of(Map.of("ip", address))),
                entry("qosClass", "Burstable"), entry("startTime", at(up)), entry("conditions", conditions),
                entry("containerStatuses", containers.stream().map(container -> containerStatus(random, container, health, restarts, up, name)).toList()));
    }

    private static Map<String, Object> containerStatus(SplittableRandom random, Map<String, Object> container, Health health, int restarts, long up, String pod) {
        boolean well = health == Health.RUNNING;
        String image = container.get("image").toString();
        Map<String, Object> status = sorted(entry("name", container.get("name")), entry("image", image),
                entry("imageID", image.substring(0, image.indexOf(':')) + "@sha256:" + hex(random, 64)), entry("containerID", "containerd://" + hex(random, 64)),
                entry("ready", well), entry("started", well), entry("restartCount", restarts), entry("state", health.state(up, pod)));
        if (restarts > 0) {
            boolean memory = random.nextBoolean();
            status.put("lastState", Map.of("terminated", sorted(entry("exitCode", memory ? 137 : 1), entry("reason", memory ? "OOMKilled" : "Error"),
                    entry("startedAt", at(up)), entry("finishedAt", at(up + 9)), entry("containerID", "containerd://" + hex(random, 64)))));
        }
        return status;
    }

    private static String at(long seconds) {
        return BEGIN.plusSeconds(seconds).toString();
    }

    private static String uid(SplittableRandom random) {
        return hex(random, 8) + "-" + hex(random, 4) + "-4" + hex(random, 3) + "-a" + hex(random, 3) + "-" + hex(random, 12);
    }

    private static String hex(SplittableRandom random, int length) {
        return chars(random, "0123456789abcdef", length);
    }

    private static String chars(SplittableRandom random, String from, int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(from.charAt(random.nextInt(from.length())));
        }
        return out.toString();
    }

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static int weighted(SplittableRandom random, int[] shares) {
        int left = random.nextInt(IntStream.of(shares).sum());
        int index = 0;
        while (left >= shares[index]) {
            left -= shares[index++];
        }
        return index;
    }

    /** A map that keeps its order, so that the same pod is the same bytes. */
    @SafeVarargs
    static Map<String, Object> sorted(Map.Entry<String, ?>... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    /** One invented pod: the object as a controller creates it, and the status that a kubelet would report. */
    record Pod(String namespace, String name, Map<String, Object> object, Map<String, Object> status) {
    }

    /** Whose pods they are: the name of a Deployment, and what its ReplicaSet's name ends in. */
    record App(String namespace, String name, String hash, String uid, int size, String tag) {
    }

    private enum Health {
        RUNNING("Running"), CRASHING("Running"), CREATING("Pending"), DONE("Succeeded"), UNPULLED("Pending");

        /** Of 100 pods, in the order above. */
        static final int[] SHARES = {92, 3, 2, 2, 1};

        private final String phase;

        Health(String phase) {
            this.phase = phase;
        }

        Map<String, Object> state(long up, String pod) {
            return switch (this) {
                case RUNNING -> Map.of("running", Map.of("startedAt", at(up)));
                case CRASHING -> waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container=main pod=" + pod);
                case CREATING -> Map.of("waiting", Map.of("reason", "ContainerCreating"));
                case DONE -> Map.of("terminated", sorted(entry("exitCode", 0), entry("reason", "Completed"), entry("startedAt", at(up)), entry("finishedAt", at(up + 60))));
                case UNPULLED -> waiting("ImagePullBackOff", "Back-off pulling image");
            };
        }

        private static Map<String, Object> waiting(String reason, String message) {
            return Map.of("waiting", sorted(entry("reason", reason), entry("message", message)));
        }
    }
}
