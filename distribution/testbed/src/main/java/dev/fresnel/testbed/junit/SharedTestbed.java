package dev.fresnel.testbed.junit;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.Lease;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.TestbedFailure;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.Wish;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One testbed for all the test JVMs of this user: the first one starts it, the last one to end takes it down. With
 * environment {@code FRESNEL_TESTBED_DIR} a testbed that somebody else has started is used instead, and left running.
 */
final class SharedTestbed implements TestCluster {
    /** Away from the row that the command takes, so that tests and a testbed started by hand stand side by side. */
    private static final int LOWEST_PORT = 17_443;

    private final Testbed testbed;
    private final Optional<Lease> lease;

    private SharedTestbed(Testbed testbed, Optional<Lease> lease) {
        this.testbed = testbed;
        this.lease = lease;
        // an interrupted test run does not close its extensions; giving the lease back twice does no harm
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "testbed-release"));
    }

    static Optional<String> missing() {
        return Testbed.missing();
    }

    static SharedTestbed join() {
        Optional<String> given = Optional.ofNullable(System.getenv("FRESNEL_TESTBED_DIR")).filter(folder -> !folder.isBlank());
        if (given.isPresent()) {
            Testbed testbed = Testbed.at(Path.of(given.get()));
            if (!testbed.running()) {
                throw new TestbedFailure("no testbed runs in " + given.get() + " (FRESNEL_TESTBED_DIR)");
            }
            return new SharedTestbed(testbed, Optional.empty());
        }
        Testbed testbed = Testbed.forTests();
        return new SharedTestbed(testbed, Optional.of(Lease.take(testbed, Wish.usual().from(LOWEST_PORT))));
    }

    @Override
    public Kind kind() {
        return Kind.TESTBED;
    }

    @Override
    public String name() {
        return "the testbed: Kubernetes " + Testbed.kubernetesVersion() + " with KWOK nodes at " + testbed.server();
    }

    @Override
    public Kubectl kubectl(User user) {
        return testbed.kubectl(user);
    }

    @Override
    public void close() {
        lease.ifPresent(Lease::close);
    }
}
