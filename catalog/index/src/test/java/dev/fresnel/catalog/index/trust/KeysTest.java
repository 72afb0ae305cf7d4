package dev.fresnel.catalog.index.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    Path folder;

    @Test
    void pemFilesAreReadAgain() throws Exception {
        var keys = Keys.generate();
        assertThat(Keys.publicKey(Keys.pem(keys.getPublic()))).isEqualTo(keys.getPublic());
        assertThat(Keys.publicKey(Keys.text(keys.getPublic()))).isEqualTo(keys.getPublic());
        assertThat(Keys.privateKey(Keys.pem(keys.getPrivate()))).isEqualTo(keys.getPrivate());
        assertThat(Keys.id(keys.getPublic())).matches("[0-9a-f]{32}");
    }

    @Test
    void keysThatDoNotBelongTogether() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, Keys.pem(Keys.generate().getPrivate()));
        Files.writeString(folder.resolve("key.pub"), Keys.pem(Keys.generate().getPublic()));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Keys.pair(file)).withMessageContaining("is not the public key");
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Keys.publicKey("nonsense!"));
    }

    /** Anybody can check our signatures without us. */
    @Test
    void opensslAgrees() throws Exception {
        assumeTrue(runs("openssl", "version"), "openssl is not installed");
        var keys = Keys.generate();
        byte[] document = "a document".getBytes();
        Files.writeString(folder.resolve("key.pub"), Keys.pem(keys.getPublic()));
        Files.write(folder.resolve("document"), document);
        Files.write(folder.resolve("signature"), Base64.getDecoder().decode(new Signer(keys).sign(document).signature()));
        assertThat(runs("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-rawin", "-in", "document", "-sigfile", "signature")).isTrue();
    }

    private boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
