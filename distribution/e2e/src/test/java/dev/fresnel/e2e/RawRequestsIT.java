package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no ordinary client sends, byte by byte, to the API server and to the product: the same statuses, the same bodies. */
@ClusterTest
class RawRequestsIT {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern REQUEST = Pattern.compile(" HTTP/1\\.1~");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final String WEBSOCKET = "Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~";

    @TempDir
    static Path folder;

    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster cluster) throws IOException {
        assumeTrue(cluster.kind().real(), "the demo cluster is the product itself");
        contexts = new Contexts(cluster);
        assumeTrue(contexts.plain(User.ADMIN), "the administrator has no token");
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
            contexts.close();
        }
    }

    /** {@code ~} ends a line; {@code P} stands for what leads to the API server. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two slashes             | GET P//api//v1 HTTP/1.1~HEADCLOSE~
            dots                    | GET P/api/v1/../v1 HTTP/1.1~HEADCLOSE~
            an encoded slash        | GET P/api%2Fv1 HTTP/1.1~HEADCLOSE~
            an encoded slash, named | GET P/api/v1/namespaces/a%2Fb HTTP/1.1~HEADCLOSE~
            an offer of h2c         | GET P/version HTTP/1.1~HEADConnection: Upgrade, HTTP2-Settings~Upgrade: h2c~HTTP2-Settings: AAMAAABkAAQAAP__~~
            an upgrade of a GET     | GET P/version HTTP/1.1~HEADWEBSOCKET~
            two at once             | GET P/version HTTP/1.1~HEAD~GET P/api HTTP/1.1~HEADCLOSE~
            no such method          | FOO P/version HTTP/1.1~HEADCLOSE~
            HEAD                    | HEAD P/version HTTP/1.1~HEADCLOSE~
            OPTIONS                 | OPTIONS P/version HTTP/1.1~HEADCLOSE~
            a refused expectation   | POST P/api/v1/namespaces/none/configmaps HTTP/1.1~HEADContent-Type: text/x~Content-Length: 5~Expect: 100-continue~CLOSE~hello
            a long query            | GET P/version?LONG HTTP/1.1~HEADCLOSE~
            """)
    void theAnswerIsTheSame(String what, String text) throws IOException {
        var raw = text.replace("LONG", "q=" + "x".repeat(60_000)).replace("WEBSOCKET", WEBSOCKET).replace("CLOSE", "Connection: close~")
                .replace("HEAD ", "\u0001").replace("HEAD", "Host: localhost~Authorization: Bearer TOKEN~User-Agent: raw~Accept: application/json~").replace("\u0001", "HEAD ");
        var direct = direct(raw);
        var ours = ours(raw);
        assertThat(statuses(ours)).as(what).isEqualTo(statuses(direct)).isNotEmpty();
        assertThat(body(ours)).as(what).isEqualTo(body(direct));
    }

    private static String direct(String raw) throws IOException {
        var direct = contexts.direct(User.ADMIN);
        var server = direct.server();
        try (var socket = direct.client().sslContext().getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            return talk(socket, raw.replace(" P/", " /").replace("TOKEN", direct.token().orElseThrow()));
        }
    }

    private static String ours(String raw) throws IOException {
        URI address = product.http().uri("/");
        var token = contexts.direct(User.ADMIN).token().orElseThrow();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            return talk(socket, raw.replace(" P/", " /k8s/admin/").replace("TOKEN", token));
        }
    }

    /** All that is said until the other side closes, or is silent for a moment when each request has its answer. */
    private static String talk(Socket socket, String text) throws IOException {
        socket.setSoTimeout(30_000);
        int requests = REQUEST.matcher(text).results().toList().size();
        socket.getOutputStream().write(text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        var heard = new StringBuilder();
        var buffer = new byte[65536];
        try {
            for (int length = socket.getInputStream().read(buffer); length >= 0; length = socket.getInputStream().read(buffer)) {
                heard.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                socket.setSoTimeout(answered(heard.toString(), requests) ? 1000 : 30_000);
            }
        } catch (SocketTimeoutException e) {
            // it waits for the next request
        }
        return heard.toString();
    }

    /** Whether so many answers have come, the last of them to its end; one that tells no length ends with the connection. */
    private static boolean answered(String said, int requests) {
        int head = said.lastIndexOf("HTTP/1.1 ");
        int body = head < 0 ? -1 : said.indexOf("\r\n\r\n", head);
        if (statuses(said).size() < requests || body < 0) {
            return false;
        }
        var length = LENGTH.matcher(said.substring(head, body + 2));
        return length.find() ? said.length() - body - 4 >= Integer.parseInt(length.group(1)) : said.endsWith("\r\n0\r\n\r\n");
    }

    /** Whoever has the body already need not say 100. */
    private static List<String> statuses(String said) {
        return STATUS.matcher(said).results().map(found -> found.group(1)).filter(status -> !status.equals("100")).toList();
    }

    /** Of the last answer, without the framing of chunks. */
    private static String body(String said) {
        String body = said.substring(said.indexOf("\r\n\r\n", said.lastIndexOf("HTTP/1.1 ")) + 4);
        return body.replaceAll("(^|\r\n)[0-9a-f]+\r\n", "").replaceAll("\r\n$", "");
    }
}
