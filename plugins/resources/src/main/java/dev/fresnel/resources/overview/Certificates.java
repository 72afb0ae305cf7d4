package dev.fresnel.resources.overview;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Answer;
import dev.fresnel.resources.health.Kinds;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** When certificates end that can be read without a secret: authorities of webhooks and API services, cert-manager's own. Read every few minutes. */
final class Certificates {
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofDays(30);
    private static final int MOST = 8;
    private static final Kind ISSUED = new Kind("cert-manager.io", "v1", "certificates", "Certificate", true);
    private static final List<Kind> WEBHOOKS = List.of(
            new Kind("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false),
            new Kind("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false));

    /**
     * What was found.
     *
     * @param soon those that end within 30 days or have ended, soonest first
     * @param found how many were read
     * @param checked kinds that were read
     * @param lacks kinds that were not, and why
     */
    record Ends(List<End> soon, int found, List<String> checked, List<Unread> lacks) {}

    /** One certificate; epoch milliseconds. */
    record End(Thing holder, String subject, long at) {}

    /** A kind that was not read. */
    record Unread(String resource, Lack lack) {}

    private Optional<Ends> last = Optional.empty();
    private Instant at = Instant.MIN;

    Ends of(Seen seen, Instant now) {
        if (last.isEmpty() || at.plus(AGAIN).isBefore(now)) {
            last = Optional.of(read(seen, now));
            at = last.get().lacks().stream().anyMatch(one -> one.lack().state().equals("loading")) ? Instant.MIN.plus(AGAIN) : now;
        }
        return last.get();
    }

    private static Ends read(Seen seen, Instant now) {
        var all = new ArrayList<End>();
        var checked = new ArrayList<String>();
        var lacks = new ArrayList<Unread>();
        BiConsumer<Kind, java.util.function.Consumer<KubeObject>> look = (kind, each) -> seen.served(kind).ifPresent(answer -> {
            Lack.of(answer).ifPresentOrElse(lack -> lacks.add(new Unread(kind.id(), lack)), () -> checked.add(kind.id()));
            if (answer instanceof Answer.Known<List<KubeObject>> known) {
                known.value().forEach(each);
            }
        });
        WEBHOOKS.forEach(kind -> look.accept(kind, one -> one.at("/webhooks").items().forEach(hook -> authority(one, hook.at("/clientConfig/caBundle"), all))));
        look.accept(Kinds.API_SERVICE, one -> authority(one, one.at("/spec/caBundle"), all));
        look.accept(ISSUED, one -> moment(one.text("/status/notAfter")).ifPresent(end -> all.add(new End(Thing.of(one), one.text("/spec/commonName"), end))));
        long limit = now.plus(SOON).toEpochMilli();
        List<End> soon = all.stream().filter(one -> one.at() < limit).distinct().sorted(Comparator.comparingLong(End::at)).limit(MOST).toList();
        return new Ends(soon, all.size(), checked, lacks);
    }

    private static Optional<Long> moment(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text).toEpochMilli());
        } catch (java.time.format.DateTimeParseException strange) {
            return Optional.empty();
        }
    }

    /** Of several in a bundle the one that ends last counts: as long as it holds, somebody may be trusted. */
    private static void authority(KubeObject holder, Json bundle, List<End> into) {
        if (bundle.text().isEmpty()) {
            return;
        }
        try {
            byte[] pem = Base64.getMimeDecoder().decode(bundle.text());
            CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .max(Comparator.comparing(X509Certificate::getNotAfter))
                    .ifPresent(one -> into.add(new End(Thing.of(holder), one.getSubjectX500Principal().getName(), one.getNotAfter().getTime())));
        } catch (CertificateException | IllegalArgumentException unreadable) {
            // what is no certificate cannot end; the API server refuses it where it matters
        }
    }
}
