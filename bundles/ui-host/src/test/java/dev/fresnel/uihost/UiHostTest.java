package dev.fresnel.uihost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.switchboard.Board;
import dev.fresnel.switchboard.BundleCodec;
import dev.fresnel.switchboard.FelixBox;
import dev.fresnel.switchboard.PluginJar;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

class UiHostTest {
    private static final String MAP = "{\"imports\":{\"react\":\"__BASE__/ui/s/abc/assets/react.js\"}}";

    @TempDir
    Path folder;

    private final BundleCodec json = new BundleCodec();
    private FelixBox felix;
    private Board board;
    private ShellFiles shell;
    private Modules modules;
    private int builds;

    @BeforeEach
    void open() throws Exception {
        felix = new FelixBox(folder.resolve("felix"));
        board = new Board(felix.context(), felix.components);
        felix.install("shell", PluginJar.of("shell")
                .header("Bundle-SymbolicName", ShellFiles.BUNDLE)
                .header("Provide-Capability", "fresnel.sdk;version:Version=0.3.0")
                .resource("META-INF/fresnel-shell/shell.json", "{\"hash\":\"abc\"}")
                .resource("META-INF/fresnel-shell/index.html", "<meta name=\"fresnel-base\" content=\"__BASE__\"><script type=\"importmap\">" + MAP
                        + "</script><style nonce=\"__NONCE__\"></style></head>")
                .resource("META-INF/fresnel-shell/assets/react.js", "export default 1;//" + "x".repeat(5000))
                .resource("META-INF/fresnel-shell/assets/sub/icon.svg", "<svg/>")
                .resource("META-INF/fresnel-shell/assets/main.js", "plain")
                .resource("META-INF/fresnel-shell/assets/main.js.gz", "\u001fpacked by the build")
                .resource("secret.txt", "secret")
                .build(folder));
        shell = new ShellFiles(felix.context(), json);
        modules = new Modules(board, json, shell);
    }

    @AfterEach
    void close() throws Exception {
        modules.close();
        board.close();
        felix.close();
    }

    private record Serving(Generation generation, Bundle bundle) {}

    private Serving serve(PluginJar jar) throws Exception {
        String digest = "d" + ++builds;
        Bundle bundle = felix.install("sha256:" + digest, jar.build(folder));
        Generation generation = board.stage("hello", digest, bundle);
        board.probe(generation);
        board.swap(Map.of("hello", Optional.of(generation)));
        return new Serving(generation, bundle);
    }

    private static PluginJar plugin(String module) {
        return PluginJar.of("hello")
                .resource("contributions.json", "{\"contract\":1,\"pages\":[{\"route\":\"hello\",\"module\":\"./HelloPage\"}]}")
                .resource("messages/en.json", "{\"title\":\"Hello\"}")
                .resource("messages/ja.json", "{\"title\":\"こんにちは\"}")
                .resource("META-INF/fresnel-ui/module.json", "{\"css\":[\"style.css\"],\"entries\":[\"HelloPage.js\"]}")
                .resource("META-INF/fresnel-ui/HelloPage.js", module);
    }

    private Json told() {
        return json.parse(modules.snapshot().text());
    }

    private static String text(Response response) {
        return new String(((Response.Bytes) response.body()).bytes(), UTF_8);
    }

    private static String header(Response response, String name) {
        return response.headers().get(name).getFirst();
    }

    private Response module(String url, String file) {
        String[] parts = url.split("/");
        return new ModuleAssets(modules).handle(Asking.file(Map.of("plugin", parts[3], "hash", parts[4], "*", file), false));
    }

    @Test
    void thePageStandsAtEachUrlUnderItsBasePathWithItsPolicy() throws Exception {
        Response response = new Page(shell, new Foresight(), modules).handle(Asking.page("/c/demo/pods", "/x"));
        String map = MAP.replace("__BASE__", "/x");
        String sha = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(map.getBytes(UTF_8)));
        assertThat(text(response)).contains("content=\"/x\"").contains(map).contains("nonce=\"bm9uY2U=\"").doesNotContain("__");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self' 'sha256-" + sha + "'; style-src 'self' 'nonce-bm9uY2U=';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void theHeadNamesWhatAPageLoadsOfPlugins() throws Exception {
        serve(PluginJar.of("hello")
                .resource("contributions.json", "{\"contract\":1,\"pages\":[{\"route\":\"a/b\",\"module\":\"./HelloPage\"}],"
                        + "\"lists\":[{\"resource\":\"*\",\"module\":\"./ListPage\"},{\"resource\":\"pods\",\"module\":\"./PodsPage\"}],"
                        + "\"details\":[{\"resource\":\"*\",\"module\":\"./DetailsPage\"}]}")
                .resource("META-INF/fresnel-ui/module.json", "{\"css\":[\"style.css\",\"\\\"><script>\"],\"entries\":[\"HelloPage.js\"],"
                        + "\"needs\":{\"HelloPage.js\":[\"chunk-a.js\"]}}")
                .resource("META-INF/fresnel-ui/HelloPage.js", "1"));
        String base = "/x" + told().at("/modules/0/base").text();
        assertThat(head("/p/hello/a/b")).isEqualTo(sheet(base) + script(base + "HelloPage.js") + script(base + "chunk-a.js"));
        assertThat(head("/c/demo/pods")).isEqualTo(sheet(base) + script(base + "PodsPage.js"));
        assertThat(head("/c/demo/jobs.batch")).isEqualTo(sheet(base) + script(base + "ListPage.js"));
        assertThat(head("/c/demo/pods/shop/web")).isEqualTo(sheet(base) + script(base + "DetailsPage.js"));
        for (String other : List.of("/", "/c/demo", "/p/hello", "/p/hello/a", "/p/other/a/b", "/settings", "/c/demo/pods/shop")) {
            assertThat(head(other)).as(other).isEqualTo(sheet(base));
        }
        assertThat(text(new Page(shell, new Foresight(), modules).handle(Asking.page("/p/hello/a/b", "/x"))))
                .as("who has not signed in is told nothing of plugins").doesNotContain("/ui/m/");
    }

    private String head(String path) {
        var somebody = new Principal("ann", "ann", Principal.Door.COOKIE, Optional.empty());
        String html = text(new Page(shell, new Foresight(), modules).handle(new Asking(path, Map.of(), Map.of(), "/x", somebody)));
        return html.substring(html.indexOf("</style>") + "</style>".length(), html.indexOf("</head>"));
    }

    private static String sheet(String base) {
        return "<link rel=\"preload\" as=\"style\" href=\"" + base + "style.css\">\n";
    }

    private static String script(String href) {
        return "<link rel=\"modulepreload\" href=\"" + href + "\">\n";
    }

    @Test
    void filesOfTheShellAreImmutableAndPacked() throws Exception {
        var assets = new ShellAssets(shell);
        Response packed = assets.handle(Asking.file(Map.of("hash", "abc", "*", "assets/react.js"), true));
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Content-Type")).startsWith("text/javascript");
        assertThat(header(packed, "Cache-Control")).contains("immutable");
        byte[] body = ((Response.Bytes) packed.body()).bytes();
        assertThat(body.length).isLessThan(500);
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), UTF_8)).startsWith("export default 1;");
        Response plain = assets.handle(Asking.file(Map.of("hash", "abc", "*", "assets/sub/icon.svg"), false));
        assertThat(text(plain)).isEqualTo("<svg/>");
        assertThat(plain.headers()).doesNotContainKey("Content-Encoding");
        assertThat(text(assets.handle(Asking.file(Map.of("hash", "abc", "*", "assets/main.js"), true)))).isEqualTo("\u001fpacked by the build");
        assertThat(text(assets.handle(Asking.file(Map.of("hash", "abc", "*", "assets/main.js"), false)))).isEqualTo("plain");
        assertThatThrownBy(() -> assets.handle(Asking.file(Map.of("hash", "abc", "*", "assets/main.js.gz"), false))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> assets.handle(Asking.file(Map.of("hash", "other", "*", "assets/react.js"), false))).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "..", "../shell.json", "assets/../../../secret.txt", "../../secret.txt", "assets/..%2f..", "..\\..\\secret.txt", "assets/react.js\0",
        "/secret.txt", "secret.txt", "META-INF/MANIFEST.MF", "@/etc/passwd", "file:///etc/passwd", "index.html", "shell.json", "assets/", "assets//react.js"
    })
    void noPathLeadsOutOfTheFolder(String path) throws Exception {
        serve(plugin("1"));
        String base = told().at("/modules/0/base").text();
        assertThatThrownBy(() -> new ShellAssets(shell).handle(Asking.file(Map.of("hash", "abc", "*", path), false)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.MISSING));
        assertThatThrownBy(() -> module(base, path))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.MISSING));
    }

    @Test
    void pagesAreToldOfEachSwitchAndFilesOfTheFormerBuildStay() throws Exception {
        assertThat(told().get("modules").items()).isEmpty();
        assertThat(told().get("sdk").text()).isEqualTo("0.3.0");
        Serving first = serve(plugin("one"));
        Json module = told().at("/modules/0");
        assertThat(module.get("id").text()).isEqualTo("hello");
        assertThat(module.at("/css/0").text()).isEqualTo("style.css");
        assertThat(module.at("/contributions/pages/0/module").text()).isEqualTo("./HelloPage");
        assertThat(module.at("/messages/ja/title").text()).isEqualTo("こんにちは");
        String base = module.get("base").text();
        assertThat(base).matches("/ui/m/hello/[0-9a-f]{16}/");
        assertThat(text(module(base, "HelloPage.js"))).isEqualTo("one");

        Serving second = serve(plugin("two"));
        String next = told().at("/modules/0/base").text();
        assertThat(next).isNotEqualTo(base);
        board.retire(first.generation());
        felix.uninstall(first.bundle());
        assertThat(text(module(base, "HelloPage.js"))).isEqualTo("one");
        assertThat(text(module(next, "HelloPage.js"))).isEqualTo("two");

        Serving third = serve(plugin("two").version("1.0.1"));
        assertThat(told().at("/modules/0/base").text()).as("the same files have the same URL").isEqualTo(next);
        board.retire(second.generation());
        felix.uninstall(second.bundle());
        assertThat(text(module(next, "HelloPage.js"))).isEqualTo("two");
        board.swap(Map.of("hello", Optional.empty()));
        board.retire(third.generation());
        felix.uninstall(third.bundle());
        assertThat(told().get("modules").items()).isEmpty();
        assertThat(text(module(next, "HelloPage.js"))).isEqualTo("two");
    }

    @Test
    void theChannelSendsTheLastStateOnceThereIsCredit() throws Exception {
        var sink = new Frames();
        var channel = new PluginsChannel(modules).open(Principal.NOBODY, null, sink);
        assertThat(sink.frames).containsExactly("ready", "data 0");
        sink.ready = false;
        serve(plugin("one"));
        serve(plugin("two"));
        assertThat(sink.frames).hasSize(2);
        sink.ready = true;
        sink.then.run();
        assertThat(sink.frames).containsExactly("ready", "data 0", "data 2");
        channel.close();
        serve(plugin("three"));
        assertThat(sink.frames).hasSize(3);
    }

    @Test
    void whatLeftStaysTenMinutesAndNotMoreThanItsShareOfMemory() throws Exception {
        long[] now = {1};
        var assets = new Assets(() -> now[0]);
        Serving serving = serve(plugin("one"));
        String hash = assets.arrive(serving.generation()).orElseThrow();
        assets.leave("hello", hash);
        now[0] += Assets.STAY.toNanos();
        assertThat(assets.find("hello", hash, "HelloPage.js")).isPresent();
        now[0] += 1;
        assertThat(assets.find("hello", hash, "HelloPage.js")).isEmpty();
    }

    private final class Frames implements Sink {
        final List<String> frames = new ArrayList<>();
        boolean ready = true;
        Runnable then = () -> {};

        @Override
        public void send(String type, Object data) {
            frames.add(data instanceof byte[] bytes ? type + " " + json.parse(bytes).get("epoch").text() : type);
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void whenReady(Runnable next) {
            if (ready) {
                next.run();
            } else {
                then = next;
            }
        }

        @Override
        public void resumeAt(String token) {}

        @Override
        public void problem(Problem problem) {}

        @Override
        public void end(String reason, String detail) {}
    }
}
