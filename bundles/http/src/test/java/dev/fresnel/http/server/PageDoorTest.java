package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.http.edge.Limits;
import dev.fresnel.http.edge.PagesOrigin;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.principal.Principal;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of pods and Services on origins of their own, through the real server, against an API server that plays its part by the byte. */
@Timeout(180)
final class PageDoorTest {
    private static final String PROXY = "/api/v1/namespaces/shop/services/web:80/proxy";
    private static final Principal ANN = new Principal("k-ann", "ann", Principal.Door.COOKIE, Optional.of("anns"));
    private static final Principal BOB = new Principal("k-bob", "bob", Principal.Door.COOKIE, Optional.of("bobs"));

    private final List<Audit.Line> lines = new CopyOnWriteArrayList<>();
    private FakeApiServer api;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApiServer(talk -> {
            talk.body();
            talk.ok("{}");
            return true;
        });
        server = start(new Settings.Clusters(false, 0, 0));
    }

    private TestServer start(Settings.Clusters rules) throws IOException {
        var one = new TestServer(new Settings(
                "127.0.0.1", 0, "", Optional.empty(), List.of("fresnel.test"), List.of(), 0, Optional.empty(), Limits.NONE, rules, Optional.of(PagesOrigin.of("http://*.pages.test"))));
        one.parts.upstreams(api);
        one.parts.audit(lines::add);
        return one;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        api.close();
    }

    /** A page that somebody has open: its host, and the cookie that the browser keeps. */
    private record Open(String host, String cookie) {}

    private URI ticket(Principal who, String to) {
        return server.server.pages().orElseThrow().enter(who, new Pages.Target("demo", PROXY, "web"), to);
    }

    private Open open(Principal who) throws IOException {
        URI address = ticket(who, "/");
        String answer = ask("GET", address.getHost(), address.getRawPath() + "?" + address.getRawQuery());
        assertThat(answer).startsWith("HTTP/1.1 303");
        return new Open(address.getHost(), answer.replaceAll("(?s).*Set-Cookie: ([^;]+);.*", "$1"));
    }

    private String ask(String method, String host, String path, String... headers) throws IOException {
        var more = new StringBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            more.append(headers[i]).append(": ").append(headers[i + 1]).append('\n');
        }
        try (var client = server.raw(method + " " + path + " HTTP/1.1\nHost: " + host + "\nConnection: close\n" + more + "\n")) {
            return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String ask(Open page, String method, String path, String... headers) throws IOException {
        var all = new String[headers.length + 2];
        all[0] = "Cookie";
        all[1] = page.cookie();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return ask(method, page.host(), path, all);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private String lastHead() {
        return api.heads.getLast();
    }

    @Test
    void aTicketWorksOnceAndBecomesASessionForOneTarget() throws IOException {
        URI address = ticket(ANN, "/x%2Fy?z=1");
        assertThat(address.getHost()).matches("web-[0-9a-f]{24}\\.pages\\.test");
        String path = address.getRawPath() + "?" + address.getRawQuery();
        String first = ask("GET", address.getHost(), path);
        assertThat(first).startsWith("HTTP/1.1 303").contains(
                "Location: http://" + address.getHost() + "/x%2Fy?z=1\r\n", "; Path=/; HttpOnly; SameSite=Lax\r\n", "Referrer-Policy: no-referrer\r\n", "Cache-Control: no-store\r\n");
        assertThat(first).doesNotContain("Domain");
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("page.open");
            assertThat(line.who()).isEqualTo(ANN);
            assertThat(line.object()).isEqualTo(PROXY);
        });
        assertThat(status(ask("GET", address.getHost(), path))).isEqualTo(403);
        assertThat(status(ask("GET", address.getHost(), "/.fresnel/enter"))).isEqualTo(403);
        assertThat(api.heads).isEmpty();
    }

    @Test
    void thePageIsAskedAsWhoOpenedItAndGetsNothingOfOurs() throws IOException {
        var page = open(ANN);
        String answer = ask(
                page, "GET", "/a%20b?y=1&x=%2F", "Cookie", "own=1; fresnel-12ab=l; __Host-fresnel-12ab-t0=s", "Authorization", "Bearer good", "Origin", "http://" + page.host(),
                "X-Forwarded-For", "1.2.3.4", "Forwarded", "for=1.2.3.4", "X-Remote-User", "root", "Connection", "X-Secret", "X-Secret", "1", "User-Agent", "Mozilla/5.0",
                "Accept-Language", "ja");
        assertThat(status(answer)).isEqualTo(200);
        assertThat(lastHead()).startsWith("GET /prefix" + PROXY + "/a%20b?y=1&x=%2F HTTP/1.1\r\nHost: api.test:6443\r\n");
        assertThat(lastHead()).contains(
                "Cookie: own=1\r\n", "Authorization: Bearer anns\r\n", "X-Forwarded-Host: " + page.host() + "\r\n", "X-Forwarded-Proto: http\r\n", "User-Agent: Mozilla/5.0\r\n",
                "Accept-Language: ja\r\n");
        assertThat(lastHead()).doesNotContain("good", "fresnel", "1.2.3.4", "root", "Secret", "Origin");
    }

    @Test
    void nothingOfOursAnswersThere() throws IOException {
        var page = open(ANN);
        for (var path : List.of("/", "/healthz", "/readyz", "/metrics", "/api/v1/me", "/api/v1/live", "/k8s/demo/api/v1/secrets", "/auth/methods", "/ui/s/x/y", "/plugins")) {
            int before = api.heads.size();
            for (var host : List.of(page.host(), "pod.pages.test", "a.b.pages.test:1234", "POD.Pages.Test.")) {
                assertThat(status(ask("GET", host, path))).as("%s at %s", path, host).isEqualTo(401);
                assertThat(status(ask("GET", host, path, "Authorization", "Bearer good", "Cookie", "session=1"))).as("%s at %s", path, host).isEqualTo(401);
            }
            assertThat(api.heads).hasSize(before);
            assertThat(status(ask(page, "GET", path))).as(path).isEqualTo(200);
            assertThat(lastHead()).as("it is the page's own path").startsWith("GET /prefix" + PROXY + path + " ");
        }
        assertThat(status(ask(page, "GET", "/.fresnel/x"))).isEqualTo(404);
        assertThat(status(ask("GET", "pages.test", "/healthz"))).as("the parent itself is nobody's").isEqualTo(421);
    }

    @Test
    void nobodyElseGetsIn() throws IOException {
        var anns = open(ANN);
        var bobs = open(BOB);
        assertThat(bobs.host()).isNotEqualTo(anns.host());
        assertThat(status(ask("GET", anns.host(), "/", "Cookie", bobs.cookie()))).isEqualTo(401);
        URI ticket = ticket(BOB, "/");
        assertThat(status(ask("GET", anns.host(), ticket.getRawPath() + "?" + ticket.getRawQuery()))).isEqualTo(403);
        assertThat(status(ask("GET", bobs.host(), ticket.getRawPath() + "?" + ticket.getRawQuery()))).as("it is spent").isEqualTo(403);
        assertThat(status(ask("GET", anns.host(), "/", "Cookie", "fresnel-page=made-up"))).isEqualTo(401);
        assertThat(status(ask("GET", anns.host(), "/", "Cookie", "fresnel-page=tossed; " + anns.cookie()))).as("one that was tossed in hides nothing").isEqualTo(200);
    }

    @Test
    void itEndsWithTheSession() throws Exception {
        var anns = open(ANN);
        var bobs = open(BOB);
        URI late = ticket(ANN, "/");
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked\n\n3\nabc\n");
            return true;
        };
        try (var stream = server.raw("GET /events HTTP/1.1\nHost: " + anns.host() + "\nCookie: " + anns.cookie() + "\n\n")) {
            assertThat(stream.until("abc")).startsWith("HTTP/1.1 200");
            server.server.endSession(ANN, "logout");
            assertThat(rest(stream)).as("it breaks off").doesNotContain("\r\n0\r\n", "ERROR");
        }
        api.script = talk -> {
            talk.ok("{}");
            return true;
        };
        assertThat(status(ask(anns, "GET", "/"))).isEqualTo(401);
        assertThat(status(ask("GET", late.getHost(), late.getRawPath() + "?" + late.getRawQuery()))).isEqualTo(403);
        assertThat(status(ask(bobs, "GET", "/"))).isEqualTo(200);
    }

    private static String rest(RawClient client) {
        try {
            return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("it goes on", e);
        } catch (IOException e) {
            return ""; // that is an end too
        }
    }

    @Test
    void whatAPageAnswersStaysOnItsOrigin() throws IOException {
        var page = open(ANN);
        api.script = talk -> {
            talk.say("""
                    HTTP/1.1 302 Found
                    Location: %s/login?to=/
                    Content-Length: 0
                    Set-Cookie: sid=1; Domain=pages.test; Path=/
                    Set-Cookie: fresnel-page=mine; Path=/
                    Set-Cookie: =fresnel-page=mine
                    Set-Cookie: theme=dark
                    Strict-Transport-Security: max-age=1; includeSubDomains
                    Clear-Site-Data: "cookies"
                    Access-Control-Allow-Origin: *
                    WWW-Authenticate: Basic realm="Fresnel"
                    Content-Security-Policy: default-src 'self'
                    Cache-Control: public, max-age=60, s-maxage=90
                    Cross-Origin-Resource-Policy: cross-origin
                    X-Own: 1

                    """.formatted(PROXY));
            return true;
        };
        String answer = ask(page, "GET", "/");
        assertThat(answer).startsWith("HTTP/1.1 302 Found").contains(
                "Location: /login?to=/\r\n", "Set-Cookie: sid=1; Path=/\r\n", "Set-Cookie: theme=dark\r\n", "Content-Security-Policy: default-src 'self'\r\n",
                "Content-Security-Policy: frame-ancestors 'self'\r\n", "Cache-Control: private, max-age=60\r\n", "Cross-Origin-Resource-Policy: same-origin\r\n", "X-Own: 1\r\n");
        assertThat(answer).doesNotContain("mine", "Strict-Transport", "Clear-Site-Data", "Access-Control", "WWW-Authenticate", "cross-origin\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/login, /login",
        "login, login",
        "PROXY, /",
        "PROXY/, /",
        "PROXY?x=1, /?x=1",
        "PROXY//evil.test/x, /",
        "https://api.test:6443/PROXY/x, https://api.test:6443/PROXY/x",
        "https://api.test:6443PROXY/x, /x",
        "/k8s/clusters/c-1PROXY/x, /x",
        "https://elsewhere.test/x?to=PROXY/y, https://elsewhere.test/x?to=PROXY/y",
        "PROXYing/x, PROXYing/x",
    })
    void whereAPageLeads(String said, String seen) throws IOException {
        var page = open(ANN);
        api.script = talk -> {
            talk.say("HTTP/1.1 307 Temporary Redirect\nContent-Length: 0\nLocation: " + said.replace("/PROXY", "/x").replace("PROXY", PROXY) + "\n\n");
            return true;
        };
        assertThat(ask(page, "GET", "/")).contains("\r\nLocation: " + seen.replace("/PROXY", "/x").replace("PROXY", PROXY) + "\r\n");
    }

    /** API servers write the path of their proxy into links of pages. */
    @Test
    void linksThatTheApiServerHasWrittenLeadToTheSamePlace() throws IOException {
        var page = open(ANN);
        assertThat(status(ask(page, "GET", PROXY + "/style.css?v=1"))).isEqualTo(200);
        assertThat(lastHead()).startsWith("GET /prefix" + PROXY + "/style.css?v=1 ");
        assertThat(status(ask(page, "GET", PROXY))).isEqualTo(200);
        assertThat(lastHead()).startsWith("GET /prefix" + PROXY + "/ ");
        assertThat(status(ask(page, "GET", "/api/v1/namespaces/shop/services/db:80/proxy/"))).isEqualTo(200);
        assertThat(lastHead()).as("another target is none").startsWith("GET /prefix" + PROXY + "/api/v1/namespaces/shop/services/db:80/proxy/ ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secrets", "/a/../../b", "/%2e%2e/x", "/a/%2E./b", "/..", "/a/..%2fx", "/a%2f..%2fb", "/a\\..\\b", "/a/%5c..%5c/b", "/./x", PROXY + "/../x"})
    void nothingLeadsUpwards(String path) throws IOException {
        var page = open(ANN);
        assertThat(status(ask(page, "GET", path))).isIn(400, 404);
        assertThat(api.heads).isEmpty();
    }

    /** To browsers all names below one parent are one site, whose cookies go along. */
    @Test
    void pagesAskOnlyForThemselves() throws IOException {
        var page = open(ANN);
        String own = "http://" + page.host();
        for (var foreign : List.of("http://evil.pages.test", "null", "https://" + page.host(), "http://localhost:" + server.server.port(), own + ":81")) {
            assertThat(status(ask(page, "GET", "/", "Origin", foreign))).as(foreign).isEqualTo(403);
            assertThat(status(ask(page, "OPTIONS", "/", "Origin", foreign, "Access-Control-Request-Method", "PUT"))).as(foreign).isEqualTo(403);
        }
        assertThat(status(ask(page, "GET", "/", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors"))).isEqualTo(403);
        assertThat(status(ask(page, "GET", "/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"))).isEqualTo(403);
        assertThat(status(ask(page, "POST", "/", "Content-Length", "0"))).as("says not where it comes from").isEqualTo(403);
        try (var client = server.raw("GET /ws HTTP/1.1\nHost: " + page.host() + "\nCookie: " + page.cookie() + "\nConnection: Upgrade\nUpgrade: websocket\n\n")) {
            assertThat(client.status()).as("a handshake of nobody's").isEqualTo(403);
        }
        assertThat(status(ask(page, "GET", "/sw.js", "Service-Worker", "script"))).isEqualTo(403);
        assertThat(status(ask(page, "TRACE", "/"))).isEqualTo(400);
        assertThat(api.heads).isEmpty();
        assertThat(status(ask(page, "POST", "/", "Origin", own, "Content-Length", "0"))).isEqualTo(200);
        assertThat(status(ask(page, "GET", "/", "Sec-Fetch-Site", "same-origin"))).isEqualTo(200);
        assertThat(status(ask(page, "GET", "/", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"))).as("a link").isEqualTo(200);
    }

    @Test
    void webSocketsPass() throws IOException {
        var page = open(ANN);
        api.script = talk -> {
            talk.say("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\nSet-Cookie: fresnel-page=mine\n\nearly");
            var said = new String(talk.in().readNBytes(5), StandardCharsets.ISO_8859_1);
            talk.bytes("heard " + said);
            return false;
        };
        try (var client = server.raw("GET /ws HTTP/1.1\nHost: " + page.host() + "\nCookie: " + page.cookie() + "\nOrigin: http://" + page.host()
                + "\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: x\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols").contains("Upgrade: websocket").doesNotContain("mine");
            assertThat(client.until("early")).isEqualTo("early");
            client.send("hello");
            assertThat(client.until("heard hello")).isEqualTo("heard hello");
        }
        assertThat(lastHead()).contains("Upgrade: websocket\r\n", "Sec-WebSocket-Key: x\r\n").doesNotContain("fresnel");
    }

    @Test
    void errorsOfOursAreAWord() throws IOException {
        api.script = talk -> false; // breaks off
        String answer = ask(open(ANN), "GET", "/");
        assertThat(answer).startsWith("HTTP/1.1 503").contains("Content-Type: text/plain; charset=utf-8\r\n", "It broke: ").doesNotContain("\"kind\"");
    }

    @Test
    void nothingIsChangedThroughAServerThatIsReadOnly() throws IOException {
        server.close();
        server = start(new Settings.Clusters(true, 0, 0));
        var page = open(ANN);
        assertThat(status(ask(page, "GET", "/"))).isEqualTo(200);
        assertThat(status(ask(page, "POST", "/", "Origin", "http://" + page.host(), "Content-Length", "0"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresnel.pages.test", "a.b.pages.test"})
    void ourOwnNameIsNoneOfTheirs(String name) {
        assertThatThrownBy(() -> new Settings(
                        "127.0.0.1", 0, "", Optional.empty(), List.of(name), List.of(), 0, Optional.empty(), Limits.NONE, Settings.Clusters.OPEN,
                        Optional.of(PagesOrigin.of("https://*.pages.test"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
