package dev.fresnel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.ScratchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path folder;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ScratchFile file, long at, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        file.read(at, into);
        return new String(into.array(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsReadAndHasNoName() throws IOException {
        var scratch = new PluginScratch(folder.resolve("scratch"));
        try (ScratchFile file = scratch.open()) {
            assertThat(file.append(bytes("hello "))).isZero();
            assertThat(file.append(bytes("world"))).isEqualTo(6);
            assertThat(text(file, 3, 5)).isEqualTo("lo wo");
            assertThat(file.size()).isEqualTo(11);
            assertThatThrownBy(() -> text(file, 8, 9)).isInstanceOf(IllegalArgumentException.class);
            try (var names = Files.list(folder.resolve("scratch"))) {
                assertThat(names).isEmpty();
            }
        }
        scratch.close();
    }

    @Test
    void everythingEndsWithThePlugin() {
        var scratch = new PluginScratch(folder);
        ScratchFile file = scratch.open();
        file.append(bytes("x"));
        scratch.close();
        assertThatThrownBy(() -> text(file, 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(scratch::open).isInstanceOf(IllegalStateException.class);
        file.close();
    }

    @Test
    void aCrashedRunLeavesNothing() throws IOException {
        Path left = Files.writeString(folder.resolve("123.tmp"), "logs of somebody");
        Path other = Files.writeString(folder.resolve("keep.txt"), "not ours");
        new ScratchFolder(folder);
        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void thereIsAnEndOfIt() {
        var scratch = new PluginScratch(folder);
        var open = new ArrayList<ScratchFile>();
        for (int i = 0; i < PluginScratch.MOST_FILES; i++) {
            open.add(scratch.open());
        }
        assertThatThrownBy(scratch::open).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("SCRATCH_FILES"));
        open.forEach(ScratchFile::close);
        scratch.open().close();
        scratch.close();
    }
}
