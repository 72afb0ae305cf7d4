package dev.fresnel.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.testing.plugin.PlainJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a shell that is not there, and what a page may ask for. */
class ShellsTest {
    private static final Duration SOON = Duration.ofMillis(200);

    @ParameterizedTest
    @ValueSource(strings = {
        "OCI runtime exec failed: exec failed: unable to start container process: exec: \"bash\": executable file not found in $PATH: unknown",
        "exec failed: bash: no such file or directory",
        "hcs::System::CreateProcess: The system cannot find the file specified.",
    })
    void runtimesSayInTheirOwnWordsThatThereIsNone(String text) {
        assertThat(Shells.missing(new Exit(-1, "failed", text), "", 0, SOON)).isTrue();
        assertThat(Shells.missing(new Exit(1, "done", ""), text, 0, SOON)).isTrue();
        assertThat(Shells.missing(new Exit(126, "done", ""), "", 0, SOON)).isTrue();
        assertThat(Shells.missing(new Exit(0, "done", ""), "", 0, SOON)).isTrue();
    }

    @Test
    void aShellThatWasUsedWasOne() {
        assertThat(Shells.missing(new Exit(127, "done", ""), "", 5, SOON)).isFalse();
        assertThat(Shells.missing(new Exit(127, "done", ""), "", 0, Duration.ofSeconds(10))).isFalse();
        assertThat(Shells.missing(new Exit(0, "done", ""), "$ ", 0, SOON)).isFalse();
        assertThat(Shells.complains("root@web:/# ")).isFalse();
    }

    @Test
    void windowsHasItsOwn() {
        assertThat(Shells.candidates(true).getFirst()).containsExactly("pwsh.exe");
        assertThat(Shells.candidates(false).getFirst().getFirst()).isEqualTo("sh");
    }

    @Test
    void whatAPageAsksForIsChecked() {
        var fine = ShellParams.of(PlainJson.of(Map.of("cluster", "c", "namespace", "n", "pod", "p", "columns", 100_000, "rows", -1)));
        assertThat(fine.mode()).isEqualTo("exec");
        assertThat(fine.tty()).isTrue();
        assertThat(fine.columns()).isEqualTo(2000);
        assertThat(fine.rows()).isEqualTo(1);
        assertThat(ShellParams.of(PlainJson.of(Map.of("mode", "node", "cluster", "c", "node", "n1"))).node()).isEqualTo("n1");
        assertThatThrownBy(() -> ShellParams.of(PlainJson.of(Map.of("cluster", "c")))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ShellParams.of(PlainJson.of(Map.of("mode", "host", "cluster", "c", "namespace", "n", "pod", "p")))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ShellParams.of(PlainJson.of(Map.of("cluster", "c", "namespace", "n", "pod", "p", "command", List.of("x".repeat(5000))))))
                .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ".", "..", "/etc/..", "a/../..", "/tmp/x\ny", "/tmp/\u0000"})
    void whatIsNoPathOfAFileIsRefused(String path) {
        assertThatThrownBy(() -> FilePath.of(path)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a/b\nc"})
    void whatDoesNotLieBelowAFolderIsNotCopiedIntoIt(String path) {
        assertThatThrownBy(() -> FilePath.checkBelow(path)).isInstanceOf(Problem.class);
    }

    @Test
    void whatLiesBelowAFolderIs() {
        FilePath.checkBelow("site/img/日本 'a' $(x).svg");
        FilePath.checkBelow("-rf");
    }

    @Test
    void pathsAreTakenApart() {
        assertThat(FilePath.of("/etc/hostname")).isEqualTo(new FilePath("/etc", "hostname"));
        assertThat(FilePath.of("/etc/")).isEqualTo(new FilePath("/", "etc"));
        assertThat(FilePath.of("notes.txt")).isEqualTo(new FilePath(".", "notes.txt"));
    }
}
