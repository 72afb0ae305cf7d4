package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.plugin.PluginContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The logs plugin keeps what every plugin promises, with a view open while it goes: no file, stream or thread stays. */
class LogsPluginIT extends PluginContract {
    private static final Path FILES = Path.of("/proc/self/fd");
    private static final int CONTAINERS = 6;
    private static final int LINES = 5_000;
    /** Lists that the store has begun to watch meanwhile. */
    private static final int OTHERS = 2;

    private @Nullable LogPage page;
    private @Nullable TestHttp http;
    private int streams;

    @Override
    protected Path jar() {
        return Layout.desktop().plugin("logs");
    }

    @Override
    protected void use(TestKernel serving) {
        nothingIsLeft();
        http = serving.http();
        var open = new LogPage(serving.http(), """
                {"of":[{"cluster":"demo","resource":"deployments.apps","namespace":"kube-system","name":"ebs-csi-controller"}],
                 "tail":%d,"follow":true,"search":{"text":"e"},"window":{"end":true,"count":100}}""".formatted(LINES));
        page = open;
        open.until("lines of all containers are there", now -> now.path("sources").size() >= CONTAINERS && now.path("total").asLong() >= CONTAINERS * LINES / 2);
        Await.until("some are on disk", () -> !Files.isDirectory(FILES) || temporary() > 0);
        Await.until("all are followed", () -> streams() >= CONTAINERS);
        streams = streams();
    }

    /** Who looked is told that it went, and nothing is left of what it had open. */
    @AfterEach
    void nothingIsLeft() {
        LogPage open = page;
        if (open == null) {
            return;
        }
        page = null;
        try (open) {
            open.until("whoever looked is told that it went", now -> now.has("closed"));
            Await.until("no temporary file is open", () -> temporary() == 0);
            Await.until("no log is followed", () -> streams() <= streams - CONTAINERS + OTHERS);
        }
    }

    /** Answers of API servers that are under way. */
    private int streams() {
        assertThat(http).isNotNull();
        String metrics = http.get("/metrics").body();
        return metrics.lines().filter(line -> line.startsWith("fresnel_upstream_answers ")).mapToInt(line -> (int) Double.parseDouble(line.split(" ")[1])).findFirst().orElseThrow();
    }

    /** Files without a name that are still open; 0 where the system does not tell. */
    private static long temporary() throws IOException {
        if (!Files.isDirectory(FILES)) {
            return 0;
        }
        long count = 0;
        try (var open = Files.newDirectoryStream(FILES)) {
            for (Path one : open) {
                count += target(one).endsWith(".tmp (deleted)") ? 1 : 0;
            }
        }
        return count;
    }

    private static String target(Path one) {
        try {
            return Files.readSymbolicLink(one).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
