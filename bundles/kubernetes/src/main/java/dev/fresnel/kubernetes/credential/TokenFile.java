package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.FileMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bearer token in a file that somebody else renews; read again whenever the file has changed. */
final class TokenFile implements Credential {
    private final Path file;
    private final String fallback;
    private @Nullable FileMark mark;
    private String token = "";

    /** @param fallback the token to use while the file cannot be read, {@code ""} for none */
    TokenFile(Path file, String fallback) {
        this.file = file;
        this.fallback = fallback;
    }

    @Override
    public synchronized Proof proof(Duration limit) {
        FileMark now = FileMark.of(file);
        if (!now.equals(mark)) {
            read();
            mark = now;
        }
        return Proof.bearer(token);
    }

    private void read() {
        IOException failure = null;
        String found = "";
        try {
            found = Files.readString(file).strip();
        } catch (IOException e) {
            failure = e;
        }
        if (!found.isEmpty()) {
            token = found;
        } else if (token.isEmpty()) {
            token = fallback;
        }
        if (token.isEmpty()) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "TOKEN_FILE_UNREADABLE",
                    "The token file " + file + (failure == null ? " is empty" : " cannot be read")
                            + ": create it, or correct “tokenFile:” in the kubeconfig.",
                    Map.of("file", file.toString()),
                    failure);
        }
    }

    @Override
    public boolean renewable() {
        return true;
    }

    @Override
    public synchronized boolean refused(Proof refused) {
        mark = null;
        return !proof(Duration.ZERO).authorization().equals(refused.authorization());
    }
}
