package dev.fresnel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a person starts it: what it prints and how it exits. */
class MainTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... flags) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Dfresnel.home=" + folder, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(flags));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESNEL_"));
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        var process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void helpListsEveryFlag() throws Exception {
        var outcome = run("--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        for (var option : Option.values()) {
            assertThat(outcome.out()).contains(option.flag());
        }
    }

    @Test
    void anUnknownFlagEndsWithOneLineAndTwo() throws Exception {
        var outcome = run("--prot", "1");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).containsExactly("fresnel: Unknown flag --prot; --help lists what there is.");
    }

    @Test
    void aTakenPortNamesItsFlag() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var outcome = run("--port", String.valueOf(taken.getLocalPort()));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err().lines()).singleElement().asString().contains(":" + taken.getLocalPort()).contains("--port");
        }
    }

    @Test
    void aDataFolderThatCannotBeIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        var outcome = run("--port", "0", "--data-dir", file.resolve("below").toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines()).singleElement().asString().contains("--data-dir").contains(file.toString());
    }

    @Test
    void commandsForARunningServerSayInOneLineThatThereIsNone() throws Exception {
        for (var command : List.of(List.of("kubeconfig"), List.of("kubeconfig", "prod"), List.of("open"))) {
            var outcome = run(command.toArray(String[]::new));
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines()).singleElement().asString().contains("No Fresnel runs").contains("--data-dir");
        }
        assertThat(run("kubeconfig", "one", "two").code()).isEqualTo(2);
        assertThat(run("kubeconfig", "--prot").code()).isEqualTo(2);
    }

    /** A server that was killed leaves its file behind. */
    @Test
    void aServerThatIsGoneIsNone() throws Exception {
        Files.createDirectories(folder.resolve("data/fresnel"));
        // Bound, but nobody listens: no other program gets this port meanwhile.
        try (var port = new Socket()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Files.writeString(folder.resolve("data/fresnel/server.json"), "{\"url\":\"http://127.0.0.1:" + port.getLocalPort() + "\",\"token\":\"x\",\"pid\":1}");
            assertThat(run("open").err().lines()).singleElement().asString().contains("No Fresnel runs");
        }
    }
}
