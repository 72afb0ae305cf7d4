package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    @TempDir
    private Path state;

    @Test
    void everyUserHasATokenOfOnesOwnThatStays() throws Exception {
        Credentials credentials = new Credentials(state);
        credentials.prepare();
        String viewer = credentials.token(User.VIEWER);
        new Credentials(state).prepare();

        assertThat(Arrays.stream(User.values()).map(credentials::token)).doesNotHaveDuplicates().allMatch(token -> token.length() == 48);
        assertThat(credentials.token(User.VIEWER)).isEqualTo(viewer);
        assertThat(Files.readAllLines(credentials.file("tokens.csv")))
                .contains(credentials.token(User.ADMIN) + ",admin,1,system:masters", viewer + ",viewer,3");
    }

    @Test
    void kubeconfigsFollowThePortAndOnlyTheOwnerReadsThem() throws Exception {
        Credentials credentials = new Credentials(state);
        credentials.prepare();
        credentials.address(17_001);
        credentials.address(17_002);

        Path file = credentials.kubeconfig(User.DEV);
        assertThat(file).content().contains("https://127.0.0.1:17002", credentials.token(User.DEV)).doesNotContain("17001");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials.file("ca.key")))).isEqualTo("rw-------");
    }
}
