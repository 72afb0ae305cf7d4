package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.FileMark;
import dev.fresnel.kubernetes.kubeconfig.User;
import dev.fresnel.kubernetes.tls.ClientCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The client certificate of a kubeconfig user, inline or in files; files are read again whenever they have changed. */
final class CertificateFiles {
    private final User user;
    private @Nullable List<FileMark> marks;
    private @Nullable ClientCertificate read;

    CertificateFiles(User user) {
        this.user = user;
    }

    /** Absent when the user has none. */
    synchronized @Nullable ClientCertificate current() {
        if (!user.hasCertificate()) {
            return null;
        }
        List<FileMark> now = FileMark.of(Stream.of(user.certificateFile(), user.keyFile()).filter(Objects::nonNull).toList());
        if (!now.equals(marks)) {
            read = new ClientCertificate(
                    text("client-certificate", user.certificateData(), user.certificateFile()),
                    text("client-key", user.keyData(), user.keyFile()));
            marks = now;
        }
        return read;
    }

    private String text(String field, String data, @Nullable Path file) {
        if (!data.isEmpty()) {
            return ClientCertificate.pem(data);
        }
        if (file == null) {
            throw fault("The kubeconfig user “" + user.name() + "” has a client certificate without “" + field + "”: add it.", null);
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw fault(
                    "The file " + file + " (“" + field + "” of the kubeconfig user “" + user.name() + "”) cannot be read: "
                            + "create it, or correct the kubeconfig.", e);
        }
    }

    private static Problem fault(String text, @Nullable Throwable cause) {
        return new Problem(Problem.Kind.UNAUTHENTICATED, "CLIENT_CERTIFICATE_UNREADABLE", text, Map.of(), cause);
    }
}
