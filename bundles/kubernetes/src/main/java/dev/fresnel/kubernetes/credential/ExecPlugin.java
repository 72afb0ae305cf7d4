package dev.fresnel.kubernetes.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import dev.fresnel.kubernetes.tls.ClientCertificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** A credential plugin of client-go: a program that prints an {@code ExecCredential}. */
final class ExecPlugin extends RenewedCredential {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(120);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final User.Exec exec;
    private final Server server;

    ExecPlugin(User.Exec exec, Server server, Clock clock) {
        super(clock);
        this.exec = exec;
        this.server = server;
    }

    @Override
    Renewal renew() throws InterruptedException {
        var run = new ExecRun(exec, server, LONGEST_RUN);
        if ("Always".equals(exec.interactiveMode())) {
            throw run.fault("EXEC_PLUGIN_INTERACTIVE", "needs a terminal: use another way to sign in", null);
        }
        return parse(run, run.output());
    }

    private Renewal parse(ExecRun run, String output) {
        JsonNode answer;
        try {
            answer = JSON.readTree(output);
        } catch (JsonProcessingException e) {
            // The parser's own words quote the text, which may hold a token.
            throw run.fault("EXEC_PLUGIN_FAILED", "printed no JSON", null);
        }
        if (!exec.apiVersion().equals(answer.path("apiVersion").asText())) {
            throw run.fault("EXEC_PLUGIN_FAILED", "speaks " + answer.path("apiVersion").asText("no version")
                    + " while the kubeconfig wants " + exec.apiVersion() + ": correct “apiVersion:”", null);
        }
        JsonNode status = answer.path("status");
        String token = status.path("token").asText("");
        String chain = status.path("clientCertificateData").asText("");
        if (token.isEmpty() && chain.isEmpty()) {
            throw run.fault("EXEC_PLUGIN_FAILED", "gave neither a token nor a certificate", null);
        }
        Proof proof = token.isEmpty() ? Proof.NONE : Proof.bearer(token);
        return new Renewal(
                chain.isEmpty() ? proof : proof.withCertificate(
                        new ClientCertificate(chain, status.path("clientKeyData").asText(""))),
                expiry(run, status.path("expirationTimestamp").asText("")));
    }

    private static Instant expiry(ExecRun run, String text) {
        try {
            return text.isEmpty() ? Instant.MAX : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw run.fault("EXEC_PLUGIN_FAILED", "gave an expiry that is no time: " + text, e);
        }
    }

    @Override
    Problem tooSlow(Duration limit) {
        return new Problem(
                Problem.Kind.UNAUTHENTICATED,
                "EXEC_PLUGIN_SLOW",
                "The credential plugin “" + exec.command() + "” has not answered yet; does it wait for you in a browser?");
    }
}
