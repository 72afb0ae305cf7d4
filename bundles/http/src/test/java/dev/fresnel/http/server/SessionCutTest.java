package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.principal.Principal;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Check 25, at the edge: what is under way when a session ends. */
class SessionCutTest {
    private static final Principal SOMEBODY = new Principal("b", "somebody", Principal.Door.BEARER, Optional.of("good"));

    @Test
    void aStreamBreaksOff() throws Exception {
        try (var server = new TestServer()) {
            var ended = new CountDownLatch(1);
            server.route(Method.GET, "/stream", request -> Response.stream("text/plain", out -> {
                try {
                    while (true) {
                        out.write('x');
                        out.flush();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // a slow stream
                    }
                } finally {
                    ended.countDown();
                }
            }));
            var request = HttpRequest.newBuilder(server.uri("/stream")).header("Authorization", "Bearer good").build();
            var answer = server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.body().read()).isEqualTo('x');
            server.server.endSession(SOMEBODY, "expired");
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> answer.body().readAllBytes()).as("half an answer is no whole one").isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatWaitsIsToldAndOthersAreNot() throws Exception {
        try (var server = new TestServer()) {
            var inside = new CountDownLatch(2);
            var release = new CountDownLatch(1);
            server.route(Method.GET, "/wait", request -> {
                inside.countDown();
                release.await();
                return Response.text("done");
            });
            var mine = HttpRequest.newBuilder(server.uri("/wait")).header("Authorization", "Bearer good").build();
            var theirs = HttpRequest.newBuilder(server.uri("/wait")).build();
            var cut = server.client.sendAsync(mine, HttpResponse.BodyHandlers.ofString());
            var kept = server.client.sendAsync(theirs, HttpResponse.BodyHandlers.ofString());
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            server.server.endSession(SOMEBODY, "refused");
            var told = cut.get(60, TimeUnit.SECONDS);
            assertThat(told.statusCode()).isEqualTo(401);
            assertThat(told.body()).contains("SESSION_ENDED");
            release.countDown();
            assertThat(kept.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
        }
    }
}
