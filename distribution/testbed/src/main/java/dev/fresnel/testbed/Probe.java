package dev.fresnel.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks processes over HTTP whether they are ready, trusting the cluster's own authority alone. */
final class Probe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpClient client;

    Probe(Path authority) {
        client = HttpClient.newBuilder().sslContext(trusting(authority)).connectTimeout(Duration.ofSeconds(10)).build();
    }

    HttpClient client() {
        return client;
    }

    /** Waits for 200 from the address; fails as soon as the process has ended. */
    void await(Daemon process, URI address, Optional<String> token) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!answers(address, token)) {
            if (!process.alive()) {
                throw new TestbedFailure(process.name() + " ended; the last lines of " + process.log() + ":\n" + process.lastWords());
            }
            if (System.nanoTime() > end) {
                throw new TestbedFailure(process.name() + " is not ready after " + LIMIT.toSeconds() + " s; its log: " + process.log());
            }
            pause();
        }
        if (!process.alive()) {
            throw new TestbedFailure("somebody else answers at " + address + ": " + process.name() + " has ended:\n" + process.lastWords());
        }
    }

    private boolean answers(URI address, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedFailure("interrupted while waiting for " + address, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedFailure("interrupted", e);
        }
    }

    static SSLContext trusting(Path authority) {
        try (var in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new TestbedFailure("cannot read " + authority + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
