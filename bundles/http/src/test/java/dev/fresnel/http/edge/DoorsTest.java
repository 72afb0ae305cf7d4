package dev.fresnel.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorsTest {
    private static final String HOST = "127.0.0.1:8080";

    private final Doors doors = doors("127.0.0.1");

    private static Doors doors(String host) {
        return new Doors(new Settings(host, 8080, "", Optional.empty(), List.of("fresnel.example.org", "Other.Test."), List.of(Origin.of("https://outer.test"))));
    }

    private static Visit visit(String method, String path, String host, Map<String, String> headers) {
        return new Visit(
                method,
                path,
                "http",
                host,
                Optional.of(InetAddress.ofLiteral("10.1.2.3")),
                name -> Optional.ofNullable(headers.get(name)),
                headers.containsKey("Cookie"),
                headers.containsKey("Authorization"));
    }

    private static Visit to(String host) {
        return visit("GET", "/", host, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "localhost", "LOCALHOST:8080", "localhost.", "localhost.:9", "127.0.0.1", "127.0.0.1:1", "127.9.9.9", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]",
        "[0000:0:0:0:0:0:0:0001]:80", "[::ffff:127.0.0.1]", "fresnel.example.org", "FRESNEL.example.ORG.:443", "other.test", "outer.test"
    })
    void ownNamesInEverySpelling(String host) {
        assertThatCode(() -> doors.checkHost(to(host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "evil.test", "evil.test:8080", "localhost.evil.test", "127.0.0.1.evil.test", "evil-localhost", "localhost:port", "localhost@evil.test", "127.1",
        "2130706433", "0x7f.1", "[::2]", "::1", "10.1.2.3", "localhost..", "localhost evil.test", "localhost,evil.test", "999.0.0.1"
    })
    void foreignNames(String host) {
        assertThatThrownBy(() -> doors.checkHost(to(host)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MISDIRECTED));
    }

    @Test
    void boundToEveryAddressTheOneThatTheConnectionCameInAtIsOwn() {
        var everywhere = doors("0.0.0.0");
        assertThatCode(() -> everywhere.checkHost(to("10.1.2.3:8080"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> everywhere.checkHost(to("10.1.2.4"))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> everywhere.checkHost(to("evil.test"))).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/x,http://127.0.0.1:8080",
        "POST,/api/v1/x,https://outer.test",
        "POST,/api/v1/x,HTTP://127.0.0.1:8080",
        "GET,/,http://127.0.0.1:8080"
    })
    void ownPages(String method, String path, String origin) {
        assertThatCode(() -> doors.checkPage(visit(method, path, HOST, Map.of("Origin", origin)))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://evil.test", "null", "http://127.0.0.1", "http://127.0.0.1:8081", "https://127.0.0.1:8080", "http://localhost:8080", "http://outer.test", "file://", "", "http://127.0.0.1:8080.evil.test"
    })
    void foreignPagesNeitherChangeNorRead(String origin) {
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS")) {
            assertThatThrownBy(() -> doors.checkPage(visit(method, "/api/v1/x", HOST, Map.of("Origin", origin))))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void whatComesFromAnotherSiteIsRefusedWithoutOriginToo(String site) {
        assertThatThrownBy(() -> doors.checkPage(visit("POST", "/api/v1/x", HOST, Map.of("Sec-Fetch-Site", site)))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> doors.checkPage(visit("GET", "/api/v1/x", HOST, Map.of("Sec-Fetch-Site", site)))).isInstanceOf(Problem.class);
    }

    @Test
    void aLinkFromElsewhereLeadsToPagesOnly() {
        var link = Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");
        assertThatCode(() -> doors.checkPage(visit("GET", "/c/demo/pods", HOST, link))).doesNotThrowAnyException();
        for (String path : List.of("/api/v1/me", "/k8s/demo/api", "/mcp")) {
            assertThatThrownBy(() -> doors.checkPage(visit("GET", path, HOST, link))).isInstanceOf(Problem.class);
        }
        var frame = Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe");
        assertThatThrownBy(() -> doors.checkPage(visit("GET", "/c/demo/pods", HOST, frame))).isInstanceOf(Problem.class);
    }

    @Test
    void programsAreNotPages() {
        assertThatCode(() -> doors.checkPage(visit("DELETE", "/k8s/demo/x", HOST, Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> doors.checkPage(visit("DELETE", "/k8s/demo/x", HOST, Map.of("Authorization", "Bearer a", "Origin", "https://evil.test"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> doors.checkPage(visit("DELETE", "/k8s/demo/x", HOST, Map.of("Cookie", "a=b")))).isInstanceOf(Problem.class);
        assertThatCode(() -> doors.checkPage(visit("GET", "/k8s/demo/x", HOST, Map.of("Cookie", "a=b")))).doesNotThrowAnyException();
    }

    @Test
    void theOuterSchemeIsTheReverseProxys() {
        assertThat(doors.outerScheme(to("outer.test"))).isEqualTo("https");
        assertThat(doors.outerScheme(visit("GET", "/", HOST, Map.of("Origin", "https://outer.test")))).isEqualTo("https");
        assertThat(doors.outerScheme(to(HOST))).isEqualTo("http");
    }
}
