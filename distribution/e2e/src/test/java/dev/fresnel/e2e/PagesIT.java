package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of Services on origins of their own ({@code --pages-origin}), of the running product: check 13 of the security list. */
class PagesIT {
    private static final String PROXY = "/api/v1/namespaces/shop/services/web:80/proxy";

    @TempDir
    static Path folder;

    private static FakeApi api;
    private static Product product;
    private static TestHttp http;

    @BeforeAll
    static void start() throws IOException {
        api = new FakeApi();
        api.pages.put(PROXY, PagesIT::echo);
        var kubeconfig = api.kubeconfig(folder.resolve("kubeconfig")).toString();
        product = Product.startWithKey("--kubeconfig", kubeconfig, "--home-cluster", "fake", "--sign-in-attempts", "0", "--pages-origin", "http://*.pages.test");
        http = product.http();
    }

    @AfterAll
    static void stop() {
        product.close();
        api.close();
    }

    /** Tells what it got, and tries to become Fresnel. */
    private static void echo(HttpExchange exchange) throws IOException {
        var got = exchange.getRequestURI() + "\n" + exchange.getRequestHeaders().entrySet().stream()
                .map(header -> header.getKey() + ": " + String.join(", ", header.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
        var bytes = got.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.getResponseHeaders().add("Set-Cookie", "fresnel-page=mine; Path=/; Domain=pages.test");
        exchange.getResponseHeaders().add("Set-Cookie", "theme=dark; Domain=pages.test");
        exchange.getResponseHeaders().set("Clear-Site-Data", "\"*\"");
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String signedIn(String name) {
        api.users.put("token-of-" + name, name);
        var answer = http.send("POST", "/auth/token", "{\"token\":\"token-of-" + name + "\"}", "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().allValues("Set-Cookie").stream().map(line -> line.substring(0, line.indexOf(';'))).collect(Collectors.joining("; "));
    }

    private static URI ticket(String session, String path) {
        HttpResponse<String> answer = http.get("/api/v1/clusters/fake/http/shop/services/web:80" + path, "Cookie", session);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** A page that is open. */
    private record Open(String host, String cookie) {}

    private static Open open(String session) throws IOException {
        URI ticket = ticket(session, "/");
        String answer = ask(ticket);
        assertThat(answer).startsWith("HTTP/1.1 303");
        return new Open(ticket.getHost(), answer.replaceAll("(?s).*Set-Cookie: ([^;]+);.*", "$1"));
    }

    private static String ask(URI ticket) throws IOException {
        return ask(ticket.getHost(), ticket.getRawPath() + "?" + ticket.getRawQuery(), "");
    }

    private static String ask(String host, String path, String cookie) throws IOException {
        try (var socket = new Socket("127.0.0.1", http.uri("").getPort())) {
            socket.setSoTimeout(30_000);
            var head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePageIsAskedWithTheUsersRightAndNeverSeesASession() throws IOException {
        var ann = signedIn("ann");
        URI ticket = ticket(ann, "/x?y=1");
        String entered = ask(ticket);
        assertThat(entered).startsWith("HTTP/1.1 303").contains("Location: http://" + ticket.getHost() + "/x?y=1\r\n", "HttpOnly; SameSite=Lax");
        assertThat(ask(ticket)).as("it is used").startsWith("HTTP/1.1 403");
        String cookie = entered.replaceAll("(?s).*Set-Cookie: ([^;]+);.*", "$1");
        String page = ask(ticket.getHost(), "/x?y=1", cookie + "; own=1; " + ann);
        assertThat(page).startsWith("HTTP/1.1 200").contains(PROXY + "/x?y=1\n", "Authorization: Bearer token-of-ann", "Cookie: own=1\n").doesNotContain("fresnel-", "Clear-Site-Data");
        assertThat(page).contains("Set-Cookie: theme=dark\r\n").doesNotContain("mine", "Domain");
        Await.until("it is in the audit", () -> Files.readString(product.home().resolve("data/audit.jsonl")).contains("\"page.open\""));
    }

    @Test
    void nothingOfOursAnswersThere() throws IOException {
        var ann = signedIn("ann");
        var page = open(ann);
        for (var path : List.of("/", "/healthz", "/metrics", "/api/v1/me", "/api/v1/live", "/k8s/fake/api/v1/secrets", "/auth/methods", "/plugins")) {
            assertThat(ask(page.host(), path, ann)).as(path).startsWith("HTTP/1.1 401");
            assertThat(ask("other.pages.test", path, ann)).as(path).startsWith("HTTP/1.1 401");
            assertThat(ask(page.host(), path, ann + "; " + page.cookie())).as(path).startsWith("HTTP/1.1 200").contains(PROXY + path + "\n");
        }
        assertThat(http.get("/api/v1/me", "Cookie", page.cookie()).statusCode()).as("nor is a page's cookie a session here").isEqualTo(401);
    }

    @Test
    void itIsOnePersonsAndEndsWithTheirSession() throws IOException {
        var ann = signedIn("ann");
        var bob = signedIn("bob");
        var anns = open(ann);
        var bobs = open(bob);
        assertThat(bobs.host()).isNotEqualTo(anns.host());
        assertThat(ask(anns.host(), "/", bobs.cookie())).startsWith("HTTP/1.1 401");
        URI ticket = ticket(bob, "/");
        assertThat(ask(anns.host(), ticket.getRawPath() + "?" + ticket.getRawQuery(), anns.cookie())).startsWith("HTTP/1.1 403");
        assertThat(ask(ticket)).as("it is spent").startsWith("HTTP/1.1 403");
        URI late = ticket(ann, "/");
        assertThat(ask(anns.host(), "/", anns.cookie())).startsWith("HTTP/1.1 200");
        assertThat(http.send("POST", "/auth/logout", "", "Cookie", ann, "Origin", "http://127.0.0.1:" + http.uri("").getPort()).statusCode()).isEqualTo(204);
        assertThat(ask(anns.host(), "/", anns.cookie())).startsWith("HTTP/1.1 401");
        assertThat(ask(late)).startsWith("HTTP/1.1 403");
        assertThat(ask(bobs.host(), "/", bobs.cookie())).startsWith("HTTP/1.1 200");
    }
}
