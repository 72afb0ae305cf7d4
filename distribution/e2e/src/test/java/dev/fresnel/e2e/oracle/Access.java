package dev.fresnel.e2e.oracle;

import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** How a test reaches a testbed: its authority, its users' tokens, and HTTP clients. */
final class Access {
    private Access() {}

    /** The certificate of the cluster's authority as kubeconfigs carry it. */
    static String authority(Testbed testbed) throws IOException {
        return find(testbed, User.ADMIN, "certificate-authority-data: ([A-Za-z0-9+/=]+)");
    }

    static String token(Testbed testbed, User user) throws IOException {
        return find(testbed, user, "token: ([0-9a-f]+)");
    }

    private static String find(Testbed testbed, User user, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(testbed.kubeconfig(user)));
        if (!found.find()) {
            throw new IOException("no " + pattern + " in the kubeconfig of " + user);
        }
        return found.group(1);
    }

    static HttpClient trusting(String authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return client(managers.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For servers of the test's own alone: both ends are ours, on this machine. */
    static HttpClient insecure() {
        X509TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            return client(anybody);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpClient client(TrustManager... managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    }
}
