package dev.fresnel.catalog.index.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of downloads: whom we ask, as whom, and where we are sent to (security check 12). */
@Timeout(180)
class WebTest {
    @TempDir
    Path folder;

    private static final Reach QUICK = Reach.USUAL.within(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60)).trying(1, Duration.ofMillis(1));

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop().serve("/a", "content".getBytes());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static String get(Reach reach, String address) throws Exception {
        try (var web = new Web(reach)) {
            return new String(web.document(URI.create(address), Map.of(), "", 1_000).orElseThrow().bytes(), StandardCharsets.UTF_8);
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(call).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://127.0.0.1/", "http://127.9.9.9/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://localhost/",
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.1/", "http://0.0.0.0/", "http://[::]/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://[::ffff:a9fe:a9fe]/", "http://100.100.100.200/", "http://168.63.129.16/",
        "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://[fc00::1]/", "http://224.0.0.1/", "http://255.255.255.255/",
        "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/", "jar:file:///a.jar!/", "http:///nohost", "http://user:password@example.org/"})
    void whatPeopleTypeReachesNoInnerAddress(String address) {
        refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK.with(Addresses.TYPED), address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/"})
    void whatAdminsConfigureReachesNoMetadata(String address) {
        refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK, address));
    }

    @Test
    void addresses() throws Exception {
        assertThat(Addresses.TYPED.allows(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(Addresses.TYPED.allows(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(Addresses.TYPED.allows(InetAddress.getByName("172.32.0.1"))).isTrue();
        assertThat(Addresses.CONFIGURED.allows(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(new Addresses(true, false).allows(InetAddress.getByName("127.0.0.1"))).isFalse();
    }

    @Test
    void aRedirectToAForbiddenAddress() {
        shop.redirect("/out", "http://169.254.169.254/latest/meta-data/");
        shop.redirect("/file", "file:///etc/passwd");
        refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK, shop.address() + "/out"));
        refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK, shop.address() + "/file"));
    }

    /** A name that is another address at the second look: there is no second look. */
    @Test
    void namesThatFlip() {
        FlippingNames.LOOKS.set(0);
        refused(Reason.SOURCE_UNREACHABLE, () -> get(QUICK.with(Addresses.TYPED).within(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(30)).trying(2, Duration.ofMillis(1)),
                "http://" + FlippingNames.NAME + ":" + shop.port() + "/a"));
        assertThat(FlippingNames.LOOKS).hasValue(1);
        assertThat(shop.asked()).isEmpty();
    }

    @Test
    void threeRedirectsAndNoMore() throws Exception {
        shop.redirect("/1", "/2").redirect("/2", shop.address() + "/3").redirect("/3", "/a").redirect("/0", "/1");
        assertThat(get(QUICK, shop.address() + "/1")).isEqualTo("content");
        refused(Reason.SOURCE_UNREACHABLE, () -> get(QUICK, shop.address() + "/0"));
    }

    private Reach with(String json) throws Exception {
        Path file = folder.resolve("credentials.json");
        Files.writeString(file, json);
        return QUICK.with(Credentials.read(file));
    }

    @Test
    void credentialsGoToTheirHostAlone() throws Exception {
        try (Shop other = new Shop()) {
            other.serve("/b", "other".getBytes());
            shop.redirect("/to", other.address() + "/b").redirect("/same", "/a");
            String both = "{\"auths\": {\"127.0.0.1:%d\": {\"username\": \"u\", \"password\": \"p\"}, \"127.0.0.1:%d\": {\"registrytoken\": \"secret\"}}}".formatted(shop.port(), other.port());
            assertThat(get(with(both), shop.address() + "/same")).isEqualTo("content");
            assertThat(shop.asked()).allMatch(asked -> asked.header("Authorization").equals("Basic " + Base64.getEncoder().encodeToString("u:p".getBytes())));
            assertThat(get(with(both), shop.address() + "/to")).isEqualTo("other");
            assertThat(other.asked()).singleElement().satisfies(asked -> assertThat(asked.header("Authorization")).isEmpty());
            get(with(both), other.address() + "/b");
            assertThat(other.asked().getLast().header("Authorization")).isEqualTo("Bearer secret");
        }
    }

    @Test
    void credentialsAreInNoMessage() throws Exception {
        Reach reach = with("{\"auths\": {\"127.0.0.1:%d\": {\"username\": \"u\", \"password\": \"topsecret\"}}}".formatted(shop.port()));
        assertThat(reach.toString()).doesNotContain("topsecret").doesNotContain(Base64.getEncoder().encodeToString("u:topsecret".getBytes()));
        shop.on("/no", exchange -> exchange.sendResponseHeaders(401, -1));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> get(reach, shop.address() + "/no?token=topsecret")).satisfies(refusal -> assertThat(refusal.words()).doesNotContain("topsecret"));
        assertThat(Proxy.of("http://u:topsecret@proxy:3128", List.of()).toString()).doesNotContain("topsecret");
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Proxy.of("http://u:topsecret@[bad", List.of())).satisfies(refusal -> assertThat(refusal.words()).doesNotContain("topsecret"));
    }

    @Test
    void badCredentialsFiles() {
        refused(Reason.SOURCE_INVALID, () -> with("{\"auths\": 7}"));
        refused(Reason.SOURCE_INVALID, () -> with("nothing"));
        refused(Reason.SOURCE_INVALID, () -> Credentials.read(folder.resolve("missing")));
    }

    /** The proxy is asked for everything but what is excepted, and it is told who we are. */
    @Test
    void throughAProxy() throws Exception {
        try (Shop proxy = new Shop()) {
            proxy.on("/a", exchange -> {
                if (exchange.getRequestHeaders().getFirst("Proxy-Authorization") == null) {
                    exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
                    exchange.sendResponseHeaders(407, -1);
                } else {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("by proxy".getBytes());
                }
            });
            Optional<Proxy> way = Proxy.of(Map.of("HTTPS_PROXY", "http://me:pass%40word@127.0.0.1:" + proxy.port(), "NO_PROXY", "inner.example,.corp"));
            assertThat(get(QUICK.with(Addresses.TYPED).through(way), "http://catalog.invalid/a")).isEqualTo("by proxy");
            assertThat(proxy.asked().getLast().header("Proxy-Authorization")).isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:pass@word".getBytes()));
            assertThat(way.orElseThrow().serves("inner.example")).isFalse();
            assertThat(way.orElseThrow().serves("a.corp")).isFalse();
            assertThat(way.orElseThrow().serves("corporation")).isTrue();
            refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK.with(Addresses.TYPED).through(way), "http://169.254.169.254/"));
            refused(Reason.ADDRESS_FORBIDDEN, () -> get(QUICK.with(Addresses.TYPED).through(way), "http://localhost/"));
        }
    }
}
