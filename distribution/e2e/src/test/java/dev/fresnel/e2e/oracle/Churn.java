package dev.fresnel.e2e.oracle;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Objects that come, change and go without pause, as long as the API server lets them. */
final class Churn implements AutoCloseable {
    static final List<String> NAMESPACES = List.of("alpha", "beta", "dev");
    private static final List<Resource> KINDS = List.of(Resource.PODS, Resource.CONFIGMAPS, Resource.SECRETS);
    private static final int MOST = 12;

    private final ApiServer server;
    private final Subject admin;
    private final Random random;
    final AtomicLong changes = new AtomicLong();
    private final Thread thread;
    private volatile boolean over;

    Churn(ApiServer server, Subject admin, long seed) {
        this.server = server;
        this.admin = admin;
        random = new Random(seed);
        for (String namespace : NAMESPACES) {
            server.change(admin, "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace), 409);
        }
        for (int i = 0; i < 60; i++) {
            one();
        }
        thread = Thread.ofVirtual().name("churn").start(this::live);
    }

    private void live() {
        while (!over) {
            try {
                one();
            } catch (RuntimeException refused) {
                LockSupport.parkNanos(50_000_000); // it is down, or busy
            }
            LockSupport.parkNanos(20_000_000L + random.nextInt(40_000_000));
        }
    }

    private void one() {
        Resource resource = KINDS.get(random.nextInt(KINDS.size()));
        String namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        String name = "churn-" + random.nextInt(MOST);
        String path = resource.path(namespace);
        String labels = "\"metadata\":{\"name\":\"%s\",\"labels\":{\"turn\":\"%d\"}}".formatted(name, random.nextInt(1000));
        switch (random.nextInt(4)) {
            case 0 -> server.change(admin, "DELETE", path + "/" + name + "?gracePeriodSeconds=0", "", 404);
            case 1 -> server.change(admin, "POST", path, "{" + labels + ",%s}".formatted(content(resource)), 409);
            default -> server.change(admin, "PATCH", path + "/" + name, resource.equals(Resource.PODS) ? "{" + labels + "}" : "{" + labels + "," + content(resource) + "}", 404);
        }
        changes.incrementAndGet();
    }

    private String content(Resource resource) {
        StringBuilder entries = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            entries.append(entries.isEmpty() ? "" : ",").append("\"key").append(i).append("\":\"dGVzdA==\"");
        }
        return switch (resource.word()) {
            case "pods" -> "\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"none\"}]}";
            default -> "\"data\":{" + entries + "}";
        };
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
