package dev.fresnel.testbed.junit;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.User;
import java.util.concurrent.ThreadLocalRandom;

/** A namespace of a test's own, so that tests may share a cluster; it goes when the test has ended. */
public final class TestNamespace implements AutoCloseable {
    private final String name;
    private final Kubectl admin;

    TestNamespace(TestCluster cluster) {
        this.name = "test-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        this.admin = cluster.kubectl(User.ADMIN);
        admin.out("create", "namespace", name);
    }

    public String name() {
        return name;
    }

    /** Runs {@code kubectl -n NAMESPACE ARGUMENTS} as the administrator and gives what it printed. */
    public String kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--namespace";
        all[1] = name;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return admin.out(all);
    }

    @Override
    public void close() {
        admin.run("delete", "namespace", name, "--wait=false");
    }

    @Override
    public String toString() {
        return name;
    }
}
