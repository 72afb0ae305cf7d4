package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a credential plugin once and gives what it wrote. */
final class ExecRun {
    static final int LIMIT = 64 << 10;

    private final User.Exec exec;
    private final Server server;
    private final Duration limit;

    /** @param limit how long it may run; some open a browser and wait for the person */
    ExecRun(User.Exec exec, Server server, Duration limit) {
        this.exec = exec;
        this.server = server;
        this.limit = limit;
    }

    /** @throws Problem UNAUTHENTICATED with what to do */
    String output() throws InterruptedException {
        Process process = start();
        try {
            process.getOutputStream().close();
            var out = new Capture(process.getInputStream(), LIMIT);
            var errors = new Capture(process.getErrorStream(), LIMIT);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw fault("EXEC_PLUGIN_SLOW", "did not answer within " + limit.toSeconds() + " s: run it in a terminal to see what it waits for", null);
            }
            if (process.exitValue() != 0) {
                throw fault("EXEC_PLUGIN_FAILED", "ended with code " + process.exitValue() + said(errors.text()), null);
            }
            return out.text();
        } catch (IOException e) {
            throw fault("EXEC_PLUGIN_FAILED", "could not be talked to: " + e.getMessage(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        List<String> line = new ArrayList<>();
        line.add(command());
        line.addAll(exec.args());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(exec.env());
        builder.environment().put("KUBERNETES_EXEC_INFO", ExecInfo.of(exec, server));
        try {
            return builder.start();
        } catch (IOException e) {
            String hint = exec.installHint().isBlank() ? "" : " " + exec.installHint().strip();
            throw fault("EXEC_PLUGIN_MISSING", "cannot be started: install it, or put it on the PATH of Fresnel." + hint, e);
        }
    }

    private String command() {
        Path folder = exec.folder();
        boolean relative = exec.command().contains(File.separator) && !Path.of(exec.command()).isAbsolute();
        return relative && folder != null ? folder.resolve(exec.command()).normalize().toString() : exec.command();
    }

    private static String said(String errors) {
        String last = errors.strip();
        last = last.substring(last.lastIndexOf('\n') + 1);
        return last.isEmpty() ? "" : " and said: " + last.substring(0, Math.min(last.length(), 300));
    }

    Problem fault(String code, String what, @Nullable Throwable cause) {
        return new Problem(
                Problem.Kind.UNAUTHENTICATED,
                code,
                "The credential plugin “" + exec.command() + "” " + what + (what.endsWith(".") ? "" : "."),
                Map.of("command", exec.command()),
                cause);
    }
}
