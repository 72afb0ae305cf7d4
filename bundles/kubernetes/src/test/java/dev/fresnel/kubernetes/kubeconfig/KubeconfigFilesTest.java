package dev.fresnel.kubernetes.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class KubeconfigFilesTest {
    private static final String BOTH = "/a" + File.pathSeparator + File.pathSeparator + "/b" + File.pathSeparator + "/a";

    @Test
    void whatWasGivenWins() {
        assertThat(KubeconfigFiles.of("/given", BOTH, "/home/me")).containsExactly(Path.of("/given"));
    }

    @Test
    void theVariableMayNameSeveral() {
        assertThat(KubeconfigFiles.of("", BOTH, "/home/me")).containsExactly(Path.of("/a"), Path.of("/b"));
    }

    @Test
    void elseTheUsualFile() {
        assertThat(KubeconfigFiles.of("", "", "/home/me")).containsExactly(Path.of("/home/me/.kube/config"));
    }
}
