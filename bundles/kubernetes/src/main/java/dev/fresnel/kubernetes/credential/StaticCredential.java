package dev.fresnel.kubernetes.credential;

import java.time.Duration;

/** A proof that stays as it is. */
public record StaticCredential(Proof proof) implements Credential {
    @Override
    public Proof proof(Duration limit) {
        return proof;
    }

    @Override
    public boolean refused(Proof refused) {
        return false;
    }
}
