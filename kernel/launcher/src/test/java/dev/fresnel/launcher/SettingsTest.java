package dev.fresnel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    @TempDir
    Path folder;

    private Settings settings(Map<String, String> environment, String... flags) {
        var variables = new HashMap<>(Map.of("XDG_DATA_HOME", folder + "/data", "XDG_CONFIG_HOME", folder + "/config"));
        variables.putAll(environment);
        return Settings.of(CommandLine.of(List.of(flags)), variables, folder.resolve("home"));
    }

    private Settings settings(String... flags) {
        return settings(Map.of(), flags);
    }

    private String refusal(Map<String, String> environment, String... flags) {
        var thrown = assertThatExceptionOfType(Refusal.class).isThrownBy(() -> settings(environment, flags)).actual();
        assertThat(thrown.line()).doesNotContain("\n").hasSizeLessThan(300);
        return thrown.line();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("fresnel.yaml"), text);
    }

    @Test
    void everyDefaultIsStated() {
        assertThat(settings().properties()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                Map.entry("fresnel.port", "8080"),
                Map.entry("fresnel.host", "127.0.0.1"),
                Map.entry("fresnel.demo", "false"),
                Map.entry("fresnel.in-cluster", "false"),
                Map.entry("fresnel.plugins-dir", folder + "/home/plugins"),
                Map.entry("fresnel.data-dir", folder + "/data/fresnel"),
                Map.entry("fresnel.watch-plugins", "true"),
                Map.entry("fresnel.local-key", "true"),
                Map.entry("fresnel.open", "false"),
                Map.entry("fresnel.read-only", "false"),
                Map.entry("fresnel.live-sharing", "on"),
                Map.entry("fresnel.live-stale-minutes", "15"),
                Map.entry("fresnel.audit", "file"),
                Map.entry("fresnel.connections", "10000"),
                Map.entry("fresnel.sign-in-attempts", "5"),
                Map.entry("fresnel.log-format", "text"),
                Map.entry("fresnel.boot", "isolated")));
    }

    @Test
    void flagBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
        var file = file("port: 1111\nhost: 127.0.0.2\nbase-path: /file\n").toString();
        var settings = settings(Map.of("FRESNEL_PORT", "2222", "FRESNEL_HOST", "127.0.0.3"), "--config", file, "--port", "3333");
        assertThat(settings.text(Option.PORT)).isEqualTo("3333");
        assertThat(settings.text(Option.HOST)).isEqualTo("127.0.0.3");
        assertThat(settings.text(Option.BASE_PATH)).isEqualTo("/file");
        assertThat(settings.text(Option.LOG_FORMAT)).isEqualTo("text");
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void eachOptionCanBeSetInAllThreePlaces(Option option) throws IOException {
        var some = Files.writeString(folder.resolve("some"), "");
        var value = switch (option.form) {
            case PORT, NUMBER -> "4444";
            case SWITCH -> option.onByDefault() ? "false" : "true";
            case WORD -> option.words().getLast();
            case BASE_PATH -> "/base";
            case ORIGINS -> "https://*.pages.example:8443";
            case LIST, TEXT -> "a.example";
            case FILE, FILES, FOLDER -> option == Option.CONFIG ? file("host: 127.0.0.9\n").toString() : some.toString();
        };
        var tls = List.of("--tls-port=1", "--tls-cert=" + some, "--tls-key=" + some);
        var others = option.key().startsWith("tls-") ? tls.stream().filter(flag -> !flag.startsWith(option.flag() + "=")).toArray(String[]::new) : new String[0];
        var flags = java.util.stream.Stream.concat(java.util.stream.Stream.of(others), java.util.stream.Stream.of("--" + option.key() + "=" + value)).toArray(String[]::new);
        assertThat(settings(flags).text(option)).isEqualTo(value);
        assertThat(settings(Map.of(option.variable(), value), others).text(option)).isEqualTo(value);
        if (option != Option.CONFIG) {
            var withFile = java.util.Arrays.copyOf(others, others.length + 1);
            withFile[others.length] = "--config=" + file(option.key() + ": " + value + "\n");
            assertThat(settings(withFile).text(option)).isEqualTo(value);
        }
        assertThat(Help.text()).contains(option.flag()).contains(option.variable());
    }

    @Test
    void switchesThatAreOnTurnOffInEachWay() throws IOException {
        assertThat(settings("--no-watch-plugins").flag(Option.WATCH_PLUGINS)).isFalse();
        assertThat(settings(Map.of("FRESNEL_NO_WATCH_PLUGINS", "true")).flag(Option.WATCH_PLUGINS)).isFalse();
        assertThat(settings("--config", file("no-watch-plugins: true").toString()).flag(Option.WATCH_PLUGINS)).isFalse();
        assertThat(settings(Map.of("FRESNEL_WATCH_PLUGINS", "false"), "--watch-plugins").flag(Option.WATCH_PLUGINS)).isTrue();
    }

    @Test
    void aFlagMayBeRepeatedOnlyToAddToAList() {
        assertThat(settings("--allowed-host", "a", "--allowed-host=b").text(Option.ALLOWED_HOST)).isEqualTo("a,b");
        assertThat(settings("--port", "1", "--port", "2").text(Option.PORT)).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 8080              | Unknown flag --prot
            --port=80x               | --port must be a port number
            --port=65536             | --port must be a port number
            --live-stale-minutes=-1  | --live-stale-minutes must be a number
            --live-sharing=some      | --live-sharing must be on or off
            --port                   | --port needs a value
            --no-port                | Unknown flag --no-port
            --boot=both              | --boot must be isolated or connect
            --log-format=xml         | --log-format must be text or json
            --base-path=x            | --base-path must look like
            --base-path=/a/../b?     | --base-path must look like
            --pages-origin=https://pages.example.org | --pages-origin must look like https://*.pages.example.org
            --pages-origin=https://*.127.0.0.1 | --pages-origin must look like
            --pages-origin=https://*.a.example/x | --pages-origin must look like
            --pages-origin=https://*.a.example --allowed-host=x,fresnel.A.example. | fresnel.A.example. is a name of Fresnel's own (--allowed-host)
            --pages-origin=https://*.a.example:8443 --proxy-origin=https://f.a.example:9/ | is a name of Fresnel's own (--proxy-origin)
            --kubeconfig=/no/such    | there is no file /no/such
            --tls-key=/dev/null      | no file /dev/null
            --tls-port=1 --tls-cert=/etc/passwd | --tls-cert needs --tls-key too
            --tls-cert=/etc/passwd --tls-key=/etc/passwd | --tls-cert needs --tls-port too
            --audit=both             | --audit must be file or stdout or off
            --sign-in-attempts=some  | --sign-in-attempts must be a number
            --demo --in-cluster      | exclude each other
            --demo=perhaps           | --demo must be true or false
            --no-demo=true           | --no-demo takes no value
            serve                    | Unknown argument serve
            --config=/no/such.yaml   | there is no file /no/such.yaml
            """)
    void refusesInOneLineThatNamesTheFlag(String flags, String expected) {
        assertThat(refusal(Map.of(), flags.split(" "))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prot: 8080               | Unknown setting prot in
            port: [1, {a: b}]        | port in
            port: 8080\\nport: 8081   | line 2
            port: 'x                 | fresnel.yaml
            - port                   | holds no settings
            "\\tport: 1"              | fresnel.yaml
            port: abc                | must be a port number
            config: other.yaml       | Unknown setting config in
            """)
    void aBrokenFileIsNamedWithItsLine(String text, String expected) throws IOException {
        var file = file(text.replace("\\n", "\n").replace("\\t", "\t").replace("\"", ""));
        assertThat(refusal(Map.of(), "--config", file.toString())).contains(expected).contains("fresnel.yaml");
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        assertThat(settings("--config", file("# nothing\n").toString()).text(Option.PORT)).isEqualTo("8080");
    }

    @Test
    void theFileInTheConfigurationFolderIsFound() throws IOException {
        Files.createDirectories(folder.resolve("config/fresnel"));
        Files.writeString(folder.resolve("config/fresnel/fresnel.yaml"), "port: 9999");
        assertThat(settings().text(Option.PORT)).isEqualTo("9999");
    }

    @Test
    void unknownVariablesAreRefusedAndForeignOnesLeftAlone() {
        assertThat(refusal(Map.of("FRESNEL_PROT", "1"))).contains("FRESNEL_PROT");
        assertThat(refusal(Map.of("FRESNEL_PORT", "x"))).contains("FRESNEL_PORT must be a port number");
        var kubernetes = Map.of("FRESNEL_PORT", "tcp://10.0.0.1:80", "FRESNEL_SERVICE_HOST", "10.0.0.1", "FRESNEL_PORT_80_TCP_ADDR", "10.0.0.1", "FRESNEL_REQUIRE", "chromium");
        assertThat(settings(kubernetes).text(Option.PORT)).isEqualTo("8080");
    }

    @Test
    void valuesAreMadeUsable() throws IOException {
        var config = Files.writeString(folder.resolve("kube"), "");
        assertThat(settings("--base-path", "/x/").text(Option.BASE_PATH)).isEqualTo("/x");
        assertThat(settings("--base-path", "/").properties()).doesNotContainKey("fresnel.base-path");
        assertThat(settings("--data-dir", "rel").path(Option.DATA_DIR)).isAbsolute();
        assertThat(settings("--kubeconfig", config + ":/no/such").text(Option.KUBECONFIG)).isEqualTo(config + ":/no/such");
        assertThat(settings(Map.of("FRESNEL_KUBECONFIG", "")).properties()).doesNotContainKey("fresnel.kubeconfig");
    }
}
