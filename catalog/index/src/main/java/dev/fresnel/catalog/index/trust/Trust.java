package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Seal;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.IndexFile;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** Judges indexes and builds by the admin's policy and by what was believed before. Safe for use by several threads. */
public final class Trust {
    /** Clocks may differ by this much. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final Policy policy;
    private final Memory memory;
    private final Clock clock;

    public Trust(Policy policy, Memory memory, Clock clock) {
        this.policy = policy;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Where a build or an index came from.
     *
     * @param local whether it stands on this machine's disk
     */
    public record Origin(String name, boolean local) {}

    /** An index and what is thought of it. */
    public record Judged(Index index, Verdict verdict) {}

    /**
     * Judges an index and remembers it when it is believed. Its revocations count from then on, wherever a build comes from.
     *
     * @param signature content of the file {@code index.json.sig}; null when there is none
     * @throws Refusal when it cannot be read at all, or is not to be believed
     */
    public Judged index(byte[] document, byte @Nullable [] signature, Origin origin) throws Refusal {
        Index index = IndexFile.read(document);
        if (signature == null) {
            if (origin.local() && policy.unsigned() == Policy.Unsigned.FOLDERS) {
                return new Judged(index, Verdict.unsigned("nobody signed the index of " + index.name() + "; it stands on this machine's disk"));
            }
            throw new Refusal(Reason.SIGNATURE_MISSING, "the index of " + index.name() + " is not signed");
        }
        boolean free = origin.local() && policy.unsigned() == Policy.Unsigned.FOLDERS;
        if (free && policy.catalogs().stream().noneMatch(one -> one.name().equals(index.name()))) {
            return new Judged(index, Verdict.unsigned("the keys of the catalog " + index.name() + " are not among the trusted ones; it stands on this machine's disk"));
        }
        Policy.Catalog catalog = policy.catalog(index.name());
        SignatureFile.read(signature).count(document, keys(catalog), "the index of " + index.name());
        checkTime(index, origin);
        memory.learn(index);
        return new Judged(index, Verdict.trusted("signed by a trusted key of the catalog " + index.name()));
    }

    /** The keys that count now: the policy's, or those that replaced them by a signed change. */
    List<String> keys(Policy.Catalog catalog) throws Refusal {
        var known = memory.of(catalog.name());
        return known.keys().isEmpty() || !known.founded().equals(catalog.keys()) ? catalog.keys() : known.keys();
    }

    private void checkTime(Index index, Origin origin) throws Refusal {
        Instant now = clock.instant();
        if (index.issued().isAfter(now.plus(SKEW))) {
            throw new Refusal(Reason.INDEX_FROM_FUTURE, "the index of " + index.name() + " was issued at " + index.issued() + ", and it is " + now + " here: is the clock right?");
        }
        if (index.expires().isBefore(now) && !(policy.frozen() && origin.local())) {
            throw new Refusal(Reason.INDEX_EXPIRED, "the index of " + index.name() + " expired at " + index.expires() + ", and it is " + now + " here");
        }
    }

    /** Takes a signed change of a catalog's keys; one that was taken before, or an older one, changes nothing. */
    public void rotate(byte[] document, byte[] signature) throws Refusal {
        Rotation rotation = Rotation.read(document);
        Policy.Catalog catalog = policy.catalog(rotation.catalog());
        if (rotation.number() <= memory.of(catalog.name()).rotation() && keys(catalog) != catalog.keys()) {
            return;
        }
        String what = "the change of keys of " + catalog.name();
        int count = SignatureFile.read(signature).count(document, keys(catalog), what);
        if (count < catalog.threshold()) {
            throw new Refusal(Reason.SIGNATURE_MISSING, what + " is signed by " + count + " of its keys; " + catalog.threshold() + " are needed");
        }
        memory.rotate(catalog.name(), rotation.number(), rotation.keys(), catalog.keys());
    }

    /**
     * Judges one build. That the file is the one of the entry is judged by {@link dev.fresnel.catalog.index.archive.BundleFile#mustBe}.
     *
     * @param index in which the entry stands; empty when it stands in none
     */
    public Verdict build(Entry entry, Optional<Judged> index, Origin origin) {
        try {
            return judge(entry, index, origin);
        } catch (Refusal e) {
            return Verdict.refused(e.reason(), e.words());
        }
    }

    private Verdict judge(Entry entry, Optional<Judged> index, Origin origin) throws Refusal {
        refuseRevoked(entry.sha256(), index);
        if (policy.pinned().contains(entry.sha256())) {
            return Verdict.trusted("its digest is pinned by the admin");
        }
        boolean believed = index.filter(judged -> judged.verdict().trust() == Verdict.Trust.TRUSTED).isPresent();
        if (believed) {
            checkTime(index.orElseThrow().index(), origin); // it may have been read a week ago, and its catalog be gone since
        }
        List<Publisher> publishers = new ArrayList<>(policy.publishers());
        if (believed) {
            index.orElseThrow().index().publishers().stream().filter(other -> policy.publishers().stream().noneMatch(own -> own.name().equals(other.name()))).forEach(publishers::add);
        }
        Optional<Publisher> publisher = publishers.stream().filter(one -> one.name().equals(entry.publisher())).findFirst();
        boolean free = origin.local() && policy.unsigned() == Policy.Unsigned.FOLDERS;
        if (free && !believed && (entry.seals().isEmpty() || publisher.isEmpty())) {
            return Verdict.unsigned("nobody vouches for it; it comes from " + origin.name());
        }
        if (publisher.isPresent()) {
            checkSeals(entry, publisher.get(), publishers);
            Namespaces.check(entry, publishers);
            return Verdict.trusted("signed by " + entry.publisher() + (believed ? ", published by the catalog " + index.orElseThrow().index().name() : ""));
        }
        if (believed && entry.publisher().isEmpty()) {
            Namespaces.check(entry, publishers);
            return Verdict.trusted("its digest stands in the signed index of " + index.orElseThrow().index().name());
        }
        if (entry.seals().isEmpty()) {
            throw new Refusal(Reason.SIGNATURE_MISSING, name(entry) + " is not signed");
        }
        throw new Refusal(Reason.KEY_UNKNOWN, name(entry) + " is signed by " + entry.publisher() + ", who is not trusted");
    }

    private void refuseRevoked(String sha256, Optional<Judged> index) throws Refusal {
        Optional<String> reason = Optional.ofNullable(policy.revoked().get(sha256))
                .or(() -> index.flatMap(judged -> judged.index().revocation(sha256)).map(revocation -> revocation.reason()));
        if (reason.isEmpty()) {
            reason = memory.revoked(sha256);
        }
        if (reason.isPresent()) {
            throw new Refusal(Reason.REVOKED, "this build was revoked: " + reason.get());
        }
    }

    /** Whether a build that runs already has been revoked since. */
    public Optional<String> revoked(String sha256) throws Refusal {
        String own = policy.revoked().get(sha256);
        return own == null ? memory.revoked(sha256) : Optional.of(own);
    }

    private static void checkSeals(Entry entry, Publisher publisher, List<Publisher> publishers) throws Refusal {
        if (entry.seals().isEmpty()) {
            throw new Refusal(Reason.SIGNATURE_MISSING, name(entry) + " is not signed by its publisher " + publisher.name());
        }
        for (Seal seal : entry.seals()) {
            var key = key(publisher, seal.key());
            if (key.isPresent()) {
                checkSeal(entry, seal, key.get());
                return;
            }
        }
        for (Publisher other : publishers) {
            for (Seal seal : entry.seals()) {
                if (key(other, seal.key()).isPresent()) {
                    throw new Refusal(Reason.KEY_OF_OTHER_PUBLISHER, name(entry) + " of " + publisher.name() + " is signed by a key of " + other.name());
                }
            }
        }
        throw new Refusal(Reason.KEY_UNKNOWN, name(entry) + " is signed by a key that " + publisher.name() + " does not have");
    }

    private static void checkSeal(Entry entry, Seal seal, PublicKey key) throws Refusal {
        if (!Keys.verifies(key, Signer.statement(seal.sha256()), SignatureFile.bytes(seal.signature()))) {
            throw new Refusal(Reason.SIGNATURE_WRONG, "the signature of " + name(entry) + " does not fit");
        }
        if (!seal.sha256().equals(entry.sha256())) {
            throw new Refusal(Reason.SIGNATURE_OF_OTHER_FILE, "the signature of " + name(entry) + " is one over another file");
        }
    }

    private static Optional<PublicKey> key(Publisher publisher, String id) throws Refusal {
        for (String text : publisher.keys()) {
            PublicKey key = Keys.publicKey(text);
            if (Keys.id(key).equals(id)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static String name(Entry entry) {
        return entry.id() + " " + entry.version();
    }

    /**
     * Whether one build may take the place of another.
     *
     * @param running version that serves; {@code ""} when none does
     * @throws Refusal when it would go back without being asked to
     */
    public static void refuseOlder(Entry entry, String running, boolean backAllowed) throws Refusal {
        if (!running.isEmpty() && !backAllowed && Version.parseVersion(entry.version()).compareTo(Version.parseVersion(running)) < 0) {
            throw new Refusal(Reason.VERSION_OLDER, name(entry) + " is older than " + running + ", which serves");
        }
    }
}
