package dev.fresnel.access.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.access.SentRequest;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.switchboard.BundleCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final JsonCodec CODEC = new BundleCodec();
    private static final Principal JANE = new Principal("0123456789abcdef", "jane", Principal.Door.BEARER, Optional.of("top-secret"));

    @TempDir
    Path folder;

    private AuditTrail trail(Sink sink) {
        return new AuditTrail(sink, CODEC, InstantSource.fixed(Instant.parse("2026-11-21T12:00:00.123456Z")));
    }

    private static Audit.Line line(String action, Object count) {
        return new Audit.Line(JANE, action, "prod", "/api/v1/pods", Audit.Result.OK, 200, Map.of("count", count));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("audit.jsonl"));
    }

    @Test
    void aLineSaysWhoDidWhatAndNeverTheirToken() throws Exception {
        var trail = trail(new AuditFile(folder, 1 << 20, 3));
        trail.write(line("k8s.patch", "one\ntwo"));
        trail.close();
        assertThat(lines()).singleElement().isEqualTo("{\"n\":1,\"at\":\"2026-11-21T12:00:00.123Z\",\"who\":\"jane\",\"session\":\"0123456789ab\",\"door\":\"bearer\",\"action\":\"k8s.patch\",\"cluster\":\"prod\",\"object\":\"/api/v1/pods\",\"result\":\"ok\",\"status\":200,\"detail\":{\"count\":\"one\\ntwo\"}}");
        assertThat(Files.getPosixFilePermissions(folder.resolve("audit.jsonl"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void linesKeepTheirOrderAndTheirNumbersOverAStart() throws Exception {
        for (int start = 0; start < 2; start++) {
            var trail = trail(new AuditFile(folder, 1 << 20, 3));
            IntStream.range(0, 1000).forEach(count -> trail.write(line("a", count)));
            trail.close();
        }
        assertThat(lines().stream().map(text -> CODEC.parse(text.getBytes(StandardCharsets.UTF_8)).get("n").number(0)))
                .isEqualTo(IntStream.rangeClosed(1, 2000).mapToObj(Long::valueOf).toList());
    }

    @Test
    void filesAreBounded() throws Exception {
        for (int count = 0; count < 40; count++) { // each its own batch
            var trail = trail(new AuditFile(folder, 1000, 3));
            trail.write(line("a", "x".repeat(200)));
            trail.close();
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("audit.jsonl", "audit.1.jsonl", "audit.2.jsonl", "audit.3.jsonl");
        }
    }

    @Test
    void aFullDiskBlocksNobodyAndIsToldAfterwards() throws Exception {
        var full = new AtomicBoolean(true);
        var written = new ByteArrayOutputStream();
        var failed = new CountDownLatch(1);
        var trail = trail(lines -> {
            if (full.get()) {
                failed.countDown();
                throw new IOException("No space left on device");
            }
            written.writeBytes(lines);
        });
        trail.write(line("lost", 1));
        failed.await();
        full.set(false);
        trail.write(line("kept", 2));
        trail.close();
        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("\"action\":\"lost\"").containsSubsequence("\"action\":\"audit.lost\"", "\"lines\":1", "\"action\":\"kept\"");
    }

    @Test
    void pagesGoFromTheNewestToTheOldestWithoutGapOrRepetition() throws Exception {
        var trail = trail(new AuditFile(folder, 4000, 9));
        var endpoint = new AuditEndpoint(trail, all(true));
        for (int count = 1; count <= 100; count++) {
            trail.write(line(count % 2 == 0 ? "plugin.install" : "k8s.delete", count));
        }
        trail.close();
        var numbers = new java.util.ArrayList<Long>();
        var query = "limit=7";
        for (Json page = page(endpoint, query); ; page = page(endpoint, query)) {
            page.get("lines").items().forEach(one -> numbers.add(one.get("n").number(0)));
            if (!page.get("next").present()) {
                break;
            }
            query = "limit=7&before=" + page.get("next").number(0);
        }
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(count -> 101L - count).toList());
        assertThat(page(endpoint, "action=plugin.&limit=1000").get("lines").items()).hasSize(50).allMatch(one -> one.get("action").text().equals("plugin.install"));
        assertThat(page(endpoint, "who=joe").get("lines").items()).isEmpty();
        assertThat(page(endpoint, "text=PODS&result=ok&cluster=prod&since=2026-11-21T12:00:00Z&until=2026-11-21T12:00:01Z&limit=1").get("lines").items()).hasSize(1);
        assertThat(page(endpoint, "since=2026-11-21T12:00:01Z").get("lines").items()).isEmpty();
        assertThatThrownBy(() -> page(endpoint, "since=yesterday")).isInstanceOf(Problem.class).hasMessageContaining("since");
    }

    @Test
    void onlyThoseWhoMaySeeIt() {
        var endpoint = new AuditEndpoint(trail(new AuditFile(folder, 4000, 9)), all(false));
        assertThatThrownBy(() -> page(endpoint, "")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    }

    @Test
    void halfALineAtTheEndIsNoneAndBreaksNothing() throws Exception {
        Files.writeString(folder.resolve("audit.jsonl"), "{\"n\":7,\"at\":\"2026-11-21T12:00:00Z\"}\n{\"n\":8,\"at\":\"20");
        assertThat(new AuditFile(folder, 4000, 9).last()).isEqualTo(7);
        try (var lines = new BackwardLines(folder.resolve("audit.jsonl"))) {
            assertThat(lines.next()).map(String::new).hasValueSatisfying(line -> assertThat(line).startsWith("{\"n\":7"));
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEmpty();
        }
    }

    private static Json page(AuditEndpoint endpoint, String query) throws IOException {
        var answer = endpoint.handle(SentRequest.get("/api/v1/audit", query));
        return answer.body() instanceof Response.Value value ? CODEC.parse(CODEC.write(value.value())) : CODEC.parse(((Response.Bytes) answer.body()).bytes());
    }

    private static Permissions all(boolean may) {
        return new Permissions() {
            @Override
            public boolean may(Principal principal, String verb, String resource) {
                return may;
            }

            @Override
            public void require(Principal principal, String verb, String resource) {
                if (!may) {
                    throw new Problem(Problem.Kind.FORBIDDEN, "RIGHT_MISSING", "no");
                }
            }
        };
    }
}
