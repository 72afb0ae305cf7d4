package dev.fresnel.kubernetes.web;

import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Answers whatever it is told to, and keeps what it was asked. */
final class FakeTransport implements Transport {
    final List<UpstreamRequest> asked = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);
    final Map<String, List<String>> headers = new LinkedHashMap<>();
    int status = 200;
    InputStream body = new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
    RuntimeException failure;
    Runnable before = () -> {};

    @Override
    public UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request) {
        asked.add(request);
        try {
            bodies.add(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        before.run();
        if (failure != null) {
            throw failure;
        }
        return new UpstreamResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public Map<String, List<String>> headers() {
                return headers;
            }

            @Override
            public InputStream body() {
                return body;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }
}
