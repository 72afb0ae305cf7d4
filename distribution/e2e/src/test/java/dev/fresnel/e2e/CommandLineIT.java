package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds §1 of {@code kernel/docs/interfaces.md}, the command line, against {@code bin/fresnel}. */
class CommandLineIT {
    private static final Pattern FLAG = Pattern.compile("(?m)^ {2}--(no-)?([a-z-]+).*\\R +(FRESNEL_[A-Z_]+)(=false)?$");
    /** Those that the page and the README name. */
    private static final List<String> NAMED = List.of(
            "port", "host", "kubeconfig", "demo", "in-cluster", "direct-cluster", "live-sharing", "live-stale-minutes", "live-memory", "namespaces", "base-path", "plugins-dir", "data-dir", "watch-plugins", "catalog", "local-key", "open", "read-only",
            "tls-port", "tls-cert", "tls-key", "allowed-host", "proxy-origin", "pages-origin", "live-connections", "cluster-requests", "cluster-streams", "log-format", "config");

    @TempDir
    Path home;

    @Test
    void helpListsEveryFlagWithItsVariable() {
        var ended = Product.run(home, List.of(), "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        var flags = FLAG.matcher(ended.out()).results().toList();
        assertThat(flags).extracting(flag -> flag.group(2)).containsAll(NAMED);
        assertThat(flags).allSatisfy(flag -> assertThat(flag.group(3)).isEqualTo("FRESNEL_" + flag.group(2).toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
    }

    @Test
    void versionIsOneLine() {
        var ended = Product.run(home, List.of(), "--version");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).matches("Fresnel \\d+\\.\\d+\\.\\d+\\R");
    }

    @Test
    void anUnknownFlagVariableOrKeyIsOneLineAndCode2() throws IOException {
        assertMisuse(Product.run(home, List.of(), "--plugin-dir", "x"), "--plugin-dir");
        assertMisuse(Product.run(home, List.of("FRESNEL_PLUGIN_DIR=x")), "FRESNEL_PLUGIN_DIR");
        assertMisuse(Product.run(home, List.of(), "--config", file("plugin-dir: x").toString()), "plugin-dir");
        assertMisuse(Product.run(home, List.of(), "--config", file("port: [").toString()), "line");
    }

    /** Each start is given a value that cannot be used in every place; the message names the place that counts. */
    @Test
    void aFlagWinsOverItsVariableAndThatOverTheFile() throws IOException {
        var file = file("port: seven");
        assertMisuse(Product.run(home, List.of("FRESNEL_PORT=six"), "--config", file.toString(), "--port", "five"), "'five'");
        assertMisuse(Product.run(home, List.of("FRESNEL_PORT=six"), "--config", file.toString()), "'six'");
        assertMisuse(Product.run(home, List.of(), "--config", file.toString()), "'seven'");
        assertMisuse(Product.run(home, List.of("FRESNEL_CONFIG=" + file)), "'seven'");
    }

    /** A flag, its variable and its key in the file are one thing. */
    @Test
    void theThreeWaysMeanTheSame() throws IOException {
        assertMisuse(Product.run(home, List.of(), "--base-path", "x y"), "'x y'");
        assertMisuse(Product.run(home, List.of("FRESNEL_BASE_PATH=x y")), "'x y'");
        assertMisuse(Product.run(home, List.of(), "--config", file("base-path: x y").toString()), "'x y'");
    }

    @Test
    void aPortThatIsTakenNamesTheFlag() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertMisuse(Product.run(home, List.of(), "--port", String.valueOf(taken.getLocalPort()), "--data-dir", home.resolve("data").toString()), "--port");
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve("fresnel.yaml"), text);
    }

    private static void assertMisuse(Product.Ended ended, String word) {
        assertThat(ended.code()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err().lines()).singleElement().asString().startsWith("fresnel: ").contains(word);
        assertThat(ended.out()).isEmpty();
    }
}
