package dev.fresnel.e2e.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** What goes on meanwhile: objects come, change and go, and so do rights, by bindings and by the webhook. */
final class Life {
    static final List<Resource> KINDS = List.of(Resource.PODS, Resource.CONFIGMAPS, Resource.SECRETS, Resource.WIDGETS);
    /** Bytes that no socket may ever carry. */
    static final String VALUE = "VALUE-CANARY";

    private static final List<String> LIVELY = Scene.NAMESPACES.stream().filter(one -> !one.equals(Scene.QUIET)).toList();
    private static final List<String> CHANGING = List.of("dev", "viewer", "nobody", "scoped");
    private static final int MOST = 8;

    private final Scene scene;
    private final Ledger ledger;
    private final Random random;
    private final List<Given> given = new ArrayList<>();
    private final boolean[][][] there = new boolean[KINDS.size()][LIVELY.size()][MOST];
    final AtomicLong changes = new AtomicLong();
    final AtomicLong rights = new AtomicLong();
    private int number;

    /** A right that can be taken away again. */
    private record Given(Runnable take, Ledger.Span span) {}

    Life(Scene scene, Ledger ledger, long seed) {
        this.scene = scene;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    static String name(Resource resource, String namespace, int number) {
        String hide = number % 4 == 3 ? "-hide-viewer" : number % 4 == 2 ? "-hide-dev" : "";
        return "cnry-" + namespace + "-" + resource.word() + "-" + number + hide;
    }

    void begin() {
        for (Resource resource : KINDS) {
            for (int i = 0; i < 3; i++) {
                write(resource, Scene.QUIET, i, true);
            }
        }
        for (int i = 0; i < 60; i++) {
            object();
        }
    }

    /** One object comes, changes or goes. */
    void object() {
        int kind = random.nextInt(KINDS.size());
        int where = random.nextInt(LIVELY.size());
        int which = random.nextInt(MOST);
        Resource resource = KINDS.get(kind);
        String namespace = LIVELY.get(where);
        boolean known = there[kind][where][which];
        if (known && random.nextInt(3) == 0) {
            scene.server().change(scene.admin(), "DELETE", resource.path(namespace) + "/" + name(resource, namespace, which)
                    + "?gracePeriodSeconds=0", "", 404);
            there[kind][where][which] = false;
        } else {
            write(resource, namespace, which, !known);
            there[kind][where][which] = true;
        }
        changes.incrementAndGet();
    }

    private void write(Resource resource, String namespace, int which, boolean fresh) {
        String name = name(resource, namespace, which);
        String metadata = "\"metadata\":{\"name\":\"%s\",\"labels\":{\"turn\":\"%d\"}}".formatted(name, random.nextInt(1000));
        String more = switch (resource.word()) {
            case "pods" -> fresh ? ",\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"none\"}]}" : "";
            case "configmaps", "secrets" -> ",\"%s\":{%s}".formatted(resource.equals(Resource.SECRETS) ? "stringData" : "data", entries());
            default -> ",\"spec\":{\"phase\":\"Phase%d\"}".formatted(random.nextInt(9));
        };
        String body = "{\"apiVersion\":\"%s\",\"kind\":\"%s\",%s%s}".formatted(resource.apiVersion(), resource.kind(), metadata, more);
        if (fresh) {
            scene.server().change(scene.admin(), "POST", resource.path(namespace), body, 409);
        } else {
            scene.server().change(scene.admin(), "PATCH", resource.path(namespace) + "/" + name, body, 404);
        }
    }

    private String entries() {
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            entries.add("\"key" + i + "\":\"" + VALUE + "\"");
        }
        return String.join(",", entries);
    }

    /** One right comes or goes. */
    void right(boolean onlyTake) {
        if (!given.isEmpty() && (onlyTake || given.size() > 12 || random.nextInt(2) == 0)) {
            Given one = given.remove(random.nextInt(given.size()));
            one.take.run();
            one.span.end();
        } else if (!onlyTake) {
            Resource resource = KINDS.get(random.nextInt(KINDS.size()));
            String namespace = random.nextInt(3) == 0 ? "" : LIVELY.get(random.nextInt(LIVELY.size()));
            given.add(random.nextInt(3) == 0 ? hook(resource, namespace) : bind(resource, namespace));
        }
        rights.incrementAndGet();
    }

    /** Whether there is something left to take away. */
    boolean gave() {
        return !given.isEmpty();
    }

    private Given hook(Resource resource, String namespace) {
        Subject subject = scene.subjects.get("hooked");
        String right = Webhook.right(subject.name(), resource.word(), namespace);
        Ledger.Span span = ledger.grant(subject.word(), resource.word(), namespace.isEmpty() ? "*" : namespace);
        scene.webhook.grant(right);
        return new Given(() -> scene.webhook.revoke(right), span);
    }

    private Given bind(Resource resource, String namespace) {
        Subject subject = scene.subjects.get(CHANGING.get(random.nextInt(CHANGING.size())));
        String name = "oracle-" + number++;
        boolean account = subject.name().contains(":");
        Ledger.Span span = ledger.grant(subject.word(), resource.word(), namespace.isEmpty() ? "*" : namespace);
        scene.server().change(scene.admin(), "POST", Cast.bindings(namespace),
                Cast.binding(name, "read-" + resource, account ? "ServiceAccount" : "User", account ? subject.word() : subject.name()));
        return new Given(() -> scene.server().change(scene.admin(), "DELETE", Cast.bindings(namespace) + "/" + name, "", 404), span);
    }

    /** The token that hangs on a Secret is worth nothing from now on, as soon as the API server has noticed. */
    void cutAnchor() {
        scene.server().change(scene.admin(), "DELETE", "/api/v1/namespaces/" + Scene.HOME + "/secrets/anchor", "", 404);
    }
}
