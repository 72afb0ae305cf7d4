package dev.fresnel.kubernetes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod answers is somebody else's page. */
final class InnerPageTest {
    private final FakeTransport transport = new FakeTransport();
    private final InnerPage page = new InnerPage(transport);

    private static FakeRequest request(String rest) {
        return new FakeRequest(Method.GET, "/api/v1/clusters/demo/http/shop/services/https:web:8443/" + rest);
    }

    @Test
    void goesToTheApiServersProxyWithoutAnythingOfThePage() {
        page.handle(request("a%20b/c?x=1&y=%2F").header("cookie", "fresnel=secret").header("authorization", "Bearer secret").header("accept", "text/html")
                .header("x-forwarded-for", "1.2.3.4").header("origin", "http://evil"));
        var asked = transport.asked.getFirst();
        assertThat(asked.target()).isEqualTo("/api/v1/namespaces/shop/services/https:web:8443/proxy/a%20b/c?x=1&y=%2F");
        assertThat(asked.headers()).containsOnlyKeys("accept", "Accept-Encoding");
    }

    @Test
    void whatComesBackIsInASandboxAndSetsNoCookie() throws IOException {
        transport.headers.put("content-type", List.of("text/html"));
        transport.headers.put("set-cookie", List.of("fresnel=mine; Path=/"));
        transport.headers.put("content-security-policy", List.of("default-src *"));
        transport.headers.put("refresh", List.of("0;url=http://evil"));
        Response answer = page.handle(request(""));
        assertThat(answer.headers()).containsOnlyKeys("content-type", "Content-Security-Policy", "Cache-Control");
        assertThat(answer.headers().get("Content-Security-Policy")).singleElement().asString()
                .startsWith("sandbox allow-scripts allow-forms;").doesNotContain("allow-same-origin");
        var out = new ByteArrayOutputStream();
        ((Response.Stream) answer.body()).writer().write(out);
        assertThat(out.toString()).isEqualTo("{}");
        assertThat(transport.closed.getCount()).isZero();
    }

    @Test
    void isCutOffWhenItIsTooLarge() {
        transport.body = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };
        Response answer = page.handle(request("endless"));
        assertThatThrownBy(() -> ((Response.Stream) answer.body()).writer().write(OutputStream.nullOutputStream())).isInstanceOf(IOException.class);
        assertThat(transport.closed.getCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secrets/a", "a/../../b", "%2e%2e/secrets", "a/%2E./b", ".."})
    void nothingLeadsUpwards(String rest) {
        assertThatThrownBy(() -> page.handle(request(rest))).isInstanceOf(Problem.class);
        assertThat(transport.asked).isEmpty();
    }

    @Test
    void whereItHasAnOriginOfItsOwnTheAnswerLeadsThere() {
        page.setPages((who, target, to) -> URI.create("http://" + target.name() + ".pages.test/" + who.name() + "/" + target.cluster() + target.proxy() + to));
        Response answer = page.handle(request("a%20b/c?x=1&y=%2F"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().get("Location"))
                .containsExactly("http://web.pages.test/me/demo/api/v1/namespaces/shop/services/https:web:8443/proxy/a%20b/c?x=1&y=%2F");
        assertThat(transport.asked).isEmpty();
    }

    @Test
    void nothingElseAnswersHttp() {
        var secrets = new FakeRequest(Method.GET, "/api/v1/clusters/demo/http/shop/secrets/web/");
        assertThatThrownBy(() -> page.handle(secrets)).isInstanceOf(Problem.class);
    }
}
