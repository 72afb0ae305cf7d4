package dev.fresnel.catalog.service.offer;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Passport;
import dev.fresnel.catalog.service.bundle.Refused;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * One build that somebody offers.
 *
 * @param passport absent when its manifest breaks a rule
 * @param broken the rules that it breaks, in words
 * @param source name of who offers it
 * @param file where it is there
 */
public record Offer(Entry entry, Optional<Passport> passport, List<String> broken, String source, String file, Verdict verdict) {
    static Offer of(Entry entry, String source, String file, Verdict verdict) {
        try {
            return new Offer(entry, Optional.of(Passport.of(entry)), List.of(), source, file, verdict);
        } catch (Refused e) {
            return new Offer(entry, Optional.empty(), e.reasons(), source, file, verdict);
        }
    }

    /** The id under which it would be installed. */
    public String id() {
        return passport.map(Passport::id).orElse(entry.id());
    }

    public Version version() {
        return passport.map(Passport::version).orElse(Version.emptyVersion);
    }

    /** Empty when it breaks a rule. */
    public Optional<Build> build() {
        return passport.map(known -> new Build(known, entry.sha256(), source, file, 0));
    }
}
