package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.FakeKubelet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node shells of the running product: the pod that is made for one goes with it, whatever becomes of the server. */
class NodeShellIT {
    private static final String SHELL = "{\"mode\":\"node\",\"cluster\":\"fake\",\"node\":\"n1\",\"tty\":false,\"seen\":0}";
    private static final String END = SHELL.replace("\"seen\":0", "\"seen\":0,\"end\":true");

    @TempDir
    Path folder;

    private FakeKubelet kubelet;

    @BeforeEach
    void start() throws IOException {
        kubelet = new FakeKubelet().runInPlaceOf("nsenter", "cat");
        Files.writeString(folder.resolve("kubeconfig"), kubelet.kubeconfig());
    }

    @AfterEach
    void stop() throws IOException {
        kubelet.close();
    }

    private Product product() {
        return Product.start("--kubeconfig", folder.resolve("kubeconfig").toString(), "--data-dir", folder.resolve("data").toString());
    }

    private static TerminalPage page(Product product) {
        return new TerminalPage(product.http().client(), product.http().uri("/api/v1/live"));
    }

    private static void speaks(TerminalPage page) {
        page.open(1, SHELL, "");
        page.opened();
        page.type(1, "hello\n");
        Await.until("it answers", () -> page.text().contains("hello"));
    }

    @Test
    void itsPodGoesWithItAndAfterACrashWhenItsOwnerComesAgain() {
        var first = product();
        try (TerminalPage page = page(first)) {
            speaks(page);
            assertThat(kubelet.pods()).singleElement().asString().startsWith("default/node-shell-n1-");
        } finally {
            first.crash();
        }
        String left = kubelet.pods().iterator().next();
        try (var second = product();
                TerminalPage page = page(second)) {
            speaks(page);
            Await.until("what was left is removed", () -> !kubelet.pods().contains(left));
            assertThat(kubelet.pods()).as("the one in use stays").hasSize(1);
            page.update(1, END);
            Await.until("its pod goes with it", () -> kubelet.pods().isEmpty());
        }
    }
}
