package dev.fresnel.democluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.cluster.ClusterSpec;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.view.View;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo cluster as the platform sees it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DemoClusterTest {
    private final DemoCluster cluster = new DemoCluster(InstantSource.system(), "secret");

    private record Get(String rawPath, String rawQuery) implements Request {
        @Override
        public Method method() {
            return Method.GET;
        }

        @Override
        public String path() {
            return rawPath;
        }

        @Override
        public String pathParam(String name) {
            return "";
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> queryAll(String name) {
            return List.of();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public Optional<String> cluster() {
            return Optional.empty();
        }

        @Override
        public View view() {
            throw new UnsupportedOperationException();
        }
    }

    private static String text(Response answer) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (answer.body()) {
            case Response.Bytes bytes -> out.writeBytes(bytes.bytes());
            case Response.Stream stream -> stream.writer().write(out);
            default -> { }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isAnnouncedWithASecretAddress() {
        ClusterSpec spec = cluster.clusters().getFirst();
        assertThat(spec.id()).isEqualTo("demo");
        assertThat(spec.path()).isEqualTo("/k8s/secret");
        String fresh = new DemoCluster().clusters().getFirst().token();
        assertThat(fresh).hasSizeGreaterThan(40).isNotEqualTo(new DemoCluster().clusters().getFirst().token());
    }

    @Test
    void livesWhileItsJobRuns() throws Exception {
        Thread job = Thread.ofPlatform().start(() -> {
            try {
                cluster.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Response nodes = cluster.handle(new Get("/k8s/secret/api/v1/nodes", "limit=1"));
        while (nodes.status() == 503) {
            nodes = cluster.handle(new Get("/k8s/secret/api/v1/nodes", "limit=1"));
        }
        assertThat(nodes.status()).isEqualTo(200);
        assertThat(text(nodes)).contains("\"kind\":\"NodeList\"");
        assertThat(cluster.handle(new Get("/k8s/guess/api/v1/nodes", "")).status()).isEqualTo(401);
        assertThat(cluster.handle(new Get("/k8s/secret", "")).status()).isEqualTo(200);
        Response watch = cluster.handle(new Get("/k8s/secret/api/v1/pods", "watch=1"));
        job.interrupt();
        job.join();
        assertThat(text(watch)).contains("ADDED");
    }
}
