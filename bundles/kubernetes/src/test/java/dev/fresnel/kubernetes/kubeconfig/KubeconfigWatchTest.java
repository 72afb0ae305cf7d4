package dev.fresnel.kubernetes.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.kubernetes.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigWatchTest {
    @TempDir
    Path folder;

    private final List<List<String>> heard = new CopyOnWriteArrayList<>();
    private KubeconfigWatch watch;

    private void watch(Path file) {
        watch = new KubeconfigWatch(
                List.of(file),
                Duration.ofMillis(20),
                now -> heard.add(now.contexts().stream().map(Context::name).toList()));
        watch.awaitFirst(Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private static String config(String context) {
        return """
                clusters: [{name: c, cluster: {server: "https://c"}}]
                contexts: [{name: %s, context: {cluster: c}}]
                """.formatted(context);
    }

    private void expect(String... contexts) {
        Await.until("contexts " + List.of(contexts) + " in " + heard, () -> heard.getLast().equals(List.of(contexts)));
    }

    @Test
    void fileThatAppearsChangesAndGoes() throws IOException {
        Path file = folder.resolve("later/config");
        watch(file);
        expect();
        Files.createDirectories(file.getParent());
        Files.writeString(file, config("a"));
        expect("a");
        Files.writeString(file, config("bb"));
        expect("bb");
        Path fresh = Files.writeString(folder.resolve("fresh"), config("c1"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        expect("c1");
        Files.delete(file);
        expect();
    }

    @Test
    void switchedLinksAreChanges() throws IOException {
        // The layout of a mounted Secret: config -> ..data/config, ..data -> a folder that is replaced.
        Files.writeString(Files.createDirectory(folder.resolve("v1")).resolve("config"), config("a"));
        Files.writeString(Files.createDirectory(folder.resolve("v2")).resolve("config"), config("b"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
        Path file = Files.createSymbolicLink(folder.resolve("config"), Path.of("..data/config"));
        watch(file);
        expect("a");
        Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("v2"));
        Files.move(next, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        expect("b");
        assertThat(heard).hasSize(2);
    }
}
