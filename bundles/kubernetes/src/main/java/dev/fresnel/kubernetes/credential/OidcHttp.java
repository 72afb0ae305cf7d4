package dev.fresnel.kubernetes.credential;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP for one renewal: its clients run on virtual threads and end with it. */
final class OidcHttp extends JdkHttpClientFactory implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        builder.connectTimeout(Duration.ofSeconds(10));
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return HttpClient.newBuilder().executor(threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
