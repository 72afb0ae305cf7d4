package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AuthorityTest {
    private final Authority authority = new Authority();

    @Test
    void signsWhatItsCertificateVerifies() throws Exception {
        X509Certificate leaf = parse(authority.client("admin-cert", "system:masters").certificate());

        validate(leaf, parse(authority.pem()));

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=admin-cert,O=system:masters");
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).as("no authority itself").isEqualTo(-1);
    }

    @Test
    void isNotTrustedForAnotherAuthoritysCertificate() throws Exception {
        X509Certificate leaf = parse(authority.client("admin-cert", "system:masters").certificate());
        X509Certificate stranger = parse(new Authority().pem());

        assertThatThrownBy(() -> validate(leaf, stranger)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void namesTheAddressesOfAServer() throws Exception {
        X509Certificate leaf = parse(authority.server("kube-apiserver", List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})).certificate());

        assertThat(leaf.getSubjectAlternativeNames()).containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(leaf.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1");
    }

    private static void validate(X509Certificate leaf, X509Certificate root) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static X509Certificate parse(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
