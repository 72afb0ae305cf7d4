package dev.fresnel.catalog.index.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.trust.Trust.Judged;
import dev.fresnel.catalog.index.trust.Trust.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose builds are believed; each way to be wrong has its own reason (security check 15). */
class TrustTest {
    private static final Origin REMOTE = new Origin("https://catalog.example", false);
    private static final Origin LOCAL = new Origin("/srv/plugins", true);

    @TempDir
    Path folder;

    private final Samples samples = new Samples();
    private final Entry hello = Samples.entry("hello", "1.2.0", "bytes of hello");
    private Trust trust = trust(samples.policy());
    private long published;

    @BeforeEach
    void fresh() {
        trust = trust(samples.policy());
    }

    private Trust trust(Policy policy) {
        return new Trust(policy, new Memory(folder == null ? Path.of("unused") : folder.resolve("trust-state.json")), Samples.CLOCK);
    }

    private Judged judged(Index index) throws Refusal {
        byte[] document = samples.write(index);
        return trust.index(document, samples.sign(document), REMOTE);
    }

    private Verdict verdict(Entry entry) throws Refusal {
        return trust.build(entry, Optional.of(judged(samples.index(++published, entry))), REMOTE);
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(call).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
    }

    private static void refused(Reason reason, Verdict verdict) {
        assertThat(verdict.allows()).isFalse();
        assertThat(verdict.reason()).as(verdict.words()).contains(reason);
    }

    @Test
    void aSealedBuildOfASignedIndexIsTrusted() throws Exception {
        assertThat(judged(samples.index(1, samples.sealed(hello))).verdict().trust()).isEqualTo(Verdict.Trust.TRUSTED);
        Verdict verdict = verdict(samples.sealed(hello));
        assertThat(verdict.trust()).isEqualTo(Verdict.Trust.TRUSTED);
        assertThat(verdict.words()).contains("acme", "main");
    }

    @Test
    void oneBitOfTheIndexChanged() {
        byte[] document = samples.write(samples.index(1, samples.sealed(hello)));
        byte[] signature = samples.sign(document);
        byte[] changed = new String(document, StandardCharsets.UTF_8).replace("\"title\" : \"hello\"", "\"title\" : \"iello\"").getBytes(StandardCharsets.UTF_8);
        assertThat(changed).isNotEqualTo(document);
        refused(Reason.SIGNATURE_WRONG, () -> trust.index(changed, signature, REMOTE));
    }

    @Test
    void signatureMissing() throws Exception {
        refused(Reason.SIGNATURE_MISSING, () -> trust.index(samples.write(samples.index(1, hello)), null, REMOTE));
        refused(Reason.SIGNATURE_MISSING, () -> trust.index(samples.write(samples.index(1, hello)), new SignatureFile(List.of()).write(), REMOTE));
        refused(Reason.SIGNATURE_MISSING, verdict(hello.sealed("acme", List.of())));
    }

    @Test
    void signatureOfAnotherCatalogsKey() {
        byte[] document = samples.write(samples.index(1, samples.sealed(hello)));
        byte[] signature = new SignatureFile(List.of(samples.other.sign(document))).write();
        refused(Reason.KEY_UNKNOWN, () -> trust.index(document, signature, REMOTE));
    }

    @Test
    void keyOfAnotherPublisher() throws Exception {
        refused(Reason.KEY_OF_OTHER_PUBLISHER, verdict(hello.sealed("acme", List.of(Samples.seal(samples.other, hello)))));
        refused(Reason.KEY_UNKNOWN, verdict(hello.sealed("acme", List.of(Samples.seal(new Signer(Keys.generate()), hello)))));
    }

    @Test
    void signatureOverAnotherFile() throws Exception {
        Entry older = Samples.entry("hello", "1.1.0", "other bytes");
        refused(Reason.SIGNATURE_OF_OTHER_FILE, verdict(hello.sealed("acme", List.of(Samples.seal(samples.acme, older)))));
    }

    @Test
    void aSealWhoseDigestWasRewritten() throws Exception {
        Entry older = Samples.entry("hello", "1.1.0", "other bytes");
        var seal = Samples.seal(samples.acme, older);
        var forged = new dev.fresnel.catalog.api.Seal(seal.key(), hello.sha256(), seal.signature());
        refused(Reason.SIGNATURE_WRONG, verdict(hello.sealed("acme", List.of(forged))));
    }

    @Test
    void namesOfOthers() throws Exception {
        Entry theirs = Samples.entry("theirs", "1.0.0", "x");
        refused(Reason.NAMESPACE_FOREIGN, verdict(samples.sealed(theirs)));
        refused(Reason.NAMESPACE_FOREIGN, verdict(samples.sealed(Samples.entry("unclaimed", "1.0.0", "x"))));
        refused(Reason.NAMESPACE_FOREIGN, verdict(hello));
    }

    /** What counts is what the manifest claims, however the entry is called. */
    @Test
    void aForeignNameInTheHeaders() {
        var headers = new dev.fresnel.catalog.api.Headers(
                Map.of("Bundle-SymbolicName", "dev.acme.hello", "Bundle-Version", "1.2.0", "Provide-Capability", "fresnel.plugin;fresnel.plugin=theirs"));
        var disguised = new Entry("hello", "1.2.0", "", "", headers, hello.sha256(), 3, "", List.of(), List.of(), Map.of(), List.of(), "", "", "");
        refused(Reason.INDEX_INVALID, () -> judged(samples.index(1, samples.sealed(disguised))));
        trust = trust(new Policy(Policy.Unsigned.NOWHERE, List.of(), samples.publishers(), List.of(), Map.of(), false));
        refused(Reason.NAMESPACE_FOREIGN, trust.build(samples.sealed(disguised), Optional.empty(), REMOTE));
    }

    @Test
    void anEntryOfNobodyStandsOnItsIndex() throws Exception {
        var free = new Entry(
                "free", "1.0.0", "", "", new dev.fresnel.catalog.api.Headers(Map.of("Bundle-SymbolicName", "org.free", "Bundle-Version", "1.0.0")), hello.sha256(), 3, "", List.of(), List.of(), Map.of(),
                List.of(), "", "", "");
        assertThat(verdict(free).words()).contains("signed index of main");
    }

    @Test
    void expired() {
        Index index = samples.index(1, Samples.NOW.minus(Duration.ofDays(8)), Samples.NOW.minus(Duration.ofDays(1)), List.of(), samples.sealed(hello));
        refused(Reason.INDEX_EXPIRED, () -> judged(index));
    }

    /** Read in time, used too late: a catalog that is kept from us must not live on in memory. */
    @Test
    void expiredSinceItWasRead() throws Exception {
        Judged judged = judged(samples.index(1, samples.sealed(hello)));
        var later = new Trust(samples.policy(), new Memory(folder.resolve("trust-state.json")), Clock.offset(Samples.CLOCK, Duration.ofDays(30)));
        refused(Reason.INDEX_EXPIRED, later.build(samples.sealed(hello), Optional.of(judged), REMOTE));
    }

    @Test
    void frozenSitesKeepAnExpiredIndexOnTheirDisk() throws Exception {
        Index index = samples.index(1, Samples.NOW.minus(Duration.ofDays(80)), Samples.NOW.minus(Duration.ofDays(70)), List.of(), samples.sealed(hello));
        byte[] document = samples.write(index);
        var policy = samples.policy();
        trust = trust(new Policy(policy.unsigned(), policy.catalogs(), List.of(), List.of(), Map.of(), true));
        assertThat(trust.index(document, samples.sign(document), LOCAL).verdict().allows()).isTrue();
        refused(Reason.INDEX_EXPIRED, () -> trust.index(document, samples.sign(document), REMOTE));
    }

    @Test
    void issuedTomorrow() {
        Index index = samples.index(1, Samples.NOW.plus(Duration.ofDays(1)), Samples.NOW.plus(Duration.ofDays(6)), List.of(), samples.sealed(hello));
        refused(Reason.INDEX_FROM_FUTURE, () -> judged(index));
    }

    @Test
    void anOlderIndexAfterANewerOne() throws Exception {
        judged(samples.index(5, samples.sealed(hello)));
        fresh(); // another process, the same memory
        refused(Reason.INDEX_OLDER, () -> judged(samples.index(4, samples.sealed(hello))));
        assertThat(judged(samples.index(5, samples.sealed(hello))).verdict().allows()).isTrue();
    }

    @Test
    void anotherIndexUnderTheSameVersion() throws Exception {
        judged(samples.index(5, samples.sealed(hello)));
        refused(Reason.INDEX_DIFFERS, () -> judged(samples.index(5, samples.sealed(Samples.entry("hello", "1.2.1", "more")))));
    }

    @Test
    void anOlderVersion() throws Exception {
        Trust.refuseOlder(hello, "1.2.0", false);
        Trust.refuseOlder(hello, "", false);
        Trust.refuseOlder(hello, "2.0.0", true);
        refused(Reason.VERSION_OLDER, () -> Trust.refuseOlder(hello, "1.2.1", false));
    }

    @Test
    void revoked() throws Exception {
        Index index = samples.index(1, Samples.NOW, Samples.NOW.plusSeconds(60), List.of(new Revocation(hello.sha256(), "reads Secrets", Samples.NOW)), samples.sealed(hello));
        Verdict verdict = trust.build(samples.sealed(hello), Optional.of(judged(index)), REMOTE);
        refused(Reason.REVOKED, verdict);
        assertThat(verdict.words()).contains("reads Secrets");
        // and from then on wherever it comes from, the folder of the desktop too
        trust = trust(samples.policy(Policy.Unsigned.FOLDERS));
        refused(Reason.REVOKED, trust.build(hello, Optional.empty(), LOCAL));
        assertThat(trust.revoked(hello.sha256())).contains("reads Secrets");
    }

    @Test
    void revokedByTheAdminThoughPinned() {
        trust = trust(new Policy(Policy.Unsigned.FOLDERS, List.of(), List.of(), List.of(hello.sha256()), Map.of(hello.sha256(), "no more"), false));
        refused(Reason.REVOKED, trust.build(hello, Optional.empty(), LOCAL));
    }

    @Test
    void unsignedFromTheFolderOnly() {
        trust = trust(Policy.of(Policy.Unsigned.FOLDERS));
        assertThat(trust.build(hello, Optional.empty(), LOCAL).trust()).isEqualTo(Verdict.Trust.UNSIGNED);
        refused(Reason.SIGNATURE_MISSING, trust.build(hello, Optional.empty(), REMOTE));
        trust = trust(Policy.of(Policy.Unsigned.NOWHERE));
        refused(Reason.SIGNATURE_MISSING, trust.build(hello, Optional.empty(), LOCAL));
    }

    @Test
    void aPinnedDigestIsEnough() {
        trust = trust(new Policy(Policy.Unsigned.NOWHERE, List.of(), List.of(), List.of(hello.sha256()), Map.of(), false));
        assertThat(trust.build(hello, Optional.empty(), REMOTE).trust()).isEqualTo(Verdict.Trust.TRUSTED);
    }

    @Test
    void publishersOfThePolicyNeedNoIndex() {
        trust = trust(new Policy(Policy.Unsigned.NOWHERE, List.of(), samples.publishers(), List.of(), Map.of(), false));
        assertThat(trust.build(samples.sealed(hello), Optional.empty(), REMOTE).trust()).isEqualTo(Verdict.Trust.TRUSTED);
        refused(Reason.SIGNATURE_OF_OTHER_FILE, trust.build(hello.sealed("acme", List.of(samples.acme.seal("0".repeat(64)))), Optional.empty(), REMOTE));
    }

    /** An index cannot give a publisher of the policy other keys. */
    @Test
    void thePolicysPublishersWinOverThoseOfAnIndex() throws Exception {
        var policy = samples.policy();
        var real = new Publisher("acme", List.of(new Signer(Keys.generate()).publicKey()), List.of("hello", "dev.acme.*"));
        trust = trust(new Policy(policy.unsigned(), policy.catalogs(), List.of(real), List.of(), Map.of(), false));
        refused(Reason.KEY_UNKNOWN, verdict(samples.sealed(hello)));
    }

    @Test
    void keysAreReplacedBySignedChanges() throws Exception {
        var next = new Signer(Keys.generate());
        byte[] rotation = new Rotation("main", 1, List.of(next.publicKey())).write();
        refused(Reason.KEY_UNKNOWN, () -> trust.rotate(rotation, new SignatureFile(List.of(next.sign(rotation))).write()));
        trust.rotate(rotation, samples.sign(rotation));
        byte[] document = samples.write(samples.index(1, samples.sealed(hello)));
        refused(Reason.KEY_UNKNOWN, () -> trust.index(document, samples.sign(document), REMOTE));
        assertThat(trust.index(document, new SignatureFile(List.of(next.sign(document))).write(), REMOTE).verdict().allows()).isTrue();
        // the old key cannot take it back
        byte[] back = new Rotation("main", 2, List.of(samples.catalog.publicKey())).write();
        refused(Reason.KEY_UNKNOWN, () -> trust.rotate(back, samples.sign(back)));
        trust.rotate(rotation, samples.sign(rotation)); // the file stands beside the index for ever
    }

    @Test
    void aChangeOfKeysNeedsEnoughSignatures() throws Exception {
        var second = new Signer(Keys.generate());
        var third = new Signer(Keys.generate());
        var keys = List.of(samples.catalog.publicKey(), second.publicKey(), third.publicKey());
        trust = trust(new Policy(Policy.Unsigned.NOWHERE, List.of(new Policy.Catalog("main", keys, 2)), List.of(), List.of(), Map.of(), false));
        byte[] rotation = new Rotation("main", 1, List.of(second.publicKey())).write();
        refused(Reason.SIGNATURE_MISSING, () -> trust.rotate(rotation, samples.sign(rotation)));
        refused(Reason.SIGNATURE_MISSING, () -> trust.rotate(rotation, new SignatureFile(List.of(second.sign(rotation), second.sign(rotation))).write()));
        trust.rotate(rotation, new SignatureFile(List.of(second.sign(rotation), third.sign(rotation))).write());
    }

    @Test
    void theAdminsNewKeysEndARotation() throws Exception {
        var next = new Signer(Keys.generate());
        byte[] rotation = new Rotation("main", 1, List.of(next.publicKey())).write();
        trust.rotate(rotation, samples.sign(rotation));
        var fresh = new Signer(Keys.generate());
        trust = trust(new Policy(Policy.Unsigned.NOWHERE, List.of(new Policy.Catalog("main", List.of(fresh.publicKey()), 1)), List.of(), List.of(), Map.of(), false));
        byte[] document = samples.write(samples.index(1, samples.sealed(hello)));
        refused(Reason.KEY_UNKNOWN, () -> trust.index(document, new SignatureFile(List.of(next.sign(document))).write(), REMOTE));
        assertThat(trust.index(document, new SignatureFile(List.of(fresh.sign(document))).write(), REMOTE).verdict().allows()).isTrue();
    }

    /** Server and command line, or two sources of one server: nobody's knowledge is lost. */
    @Test
    void manyLearnAtOnce() throws Exception {
        var failures = new java.util.concurrent.ConcurrentLinkedQueue<Exception>();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            String digest = String.valueOf(i).repeat(64);
            var memory = new Memory(folder.resolve("trust-state.json"));
            Index index = new Index("main" + i, 1, Samples.NOW, Samples.NOW, digest, List.of(), List.of(), List.of(new Revocation(digest, "bad", Samples.NOW)));
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    memory.learn(index);
                } catch (Refusal | RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        for (int i = 0; i < 8; i++) {
            assertThat(trust.revoked(String.valueOf(i).repeat(64))).contains("bad");
        }
    }

    @Test
    void whatIsKnownNeedsNoWriting() throws Exception {
        judged(samples.index(1, samples.sealed(hello)));
        Files.delete(folder.resolve("trust-state.json.lock"));
        judged(samples.index(1, samples.sealed(hello)));
        assertThat(folder.resolve("trust-state.json.lock")).doesNotExist();
    }

    @Test
    void aDamagedMemoryIsNoEmptyOne() throws IOException {
        Files.writeString(folder.resolve("trust-state.json"), "{\"catalogs\": [");
        refused(Reason.DISK, () -> judged(samples.index(1, samples.sealed(hello))));
    }

    @Test
    void thePolicyIsRead() throws Exception {
        String json = """
                {"unsigned": "folders", "frozen": true, "pinned": ["%s"], "revoked": [{"sha256": "%s", "reason": "bad"}],
                 "catalogs": [{"name": "main", "keys": ["%s"], "threshold": 1}],
                 "publishers": [{"name": "acme", "keys": ["%s"], "namespaces": ["dev.acme.*"]}]}
                """.formatted(hello.sha256(), "0".repeat(64), samples.catalog.publicKey(), samples.acme.publicKey());
        Policy policy = Policy.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(policy.catalogs()).extracting(Policy.Catalog::name).containsExactly("main");
        assertThat(policy.frozen()).isTrue();
        refused(Reason.SOURCE_INVALID, () -> Policy.read("{\"unsigned\": \"everywhere\"}".getBytes(StandardCharsets.UTF_8)));
        refused(Reason.SOURCE_INVALID, () -> Policy.read("{\"catalogs\": [{\"name\": \"main\", \"keys\": []}]}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void issuedNowIsNoProblem() throws Exception {
        Instant soon = Samples.NOW.plusSeconds(60); // clocks differ a little
        assertThat(judged(samples.index(1, soon, soon.plusSeconds(600), List.of(), samples.sealed(hello))).verdict().allows()).isTrue();
    }
}
