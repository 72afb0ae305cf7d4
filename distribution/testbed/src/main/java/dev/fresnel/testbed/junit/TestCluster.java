package dev.fresnel.testbed.junit;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.User;
import java.nio.file.Path;

/** A Kubernetes cluster that a test may use, with the same four users whatever it is made of. */
public interface TestCluster extends AutoCloseable {

    Kind kind();

    /** What it is, for people: kind, version, address. */
    String name();

    /** The real kubectl as this user. */
    Kubectl kubectl(User user);

    default Path kubeconfig(User user) {
        return kubectl(user).kubeconfig();
    }

    @Override
    void close();

    /** What clusters can be made of. */
    enum Kind {
        /** A real API server with real containers, by Docker. */
        K3S,
        /** A real API server whose nodes are played by KWOK. */
        TESTBED,
        /** Fresnel's own imitation of an API server. */
        DEMO;

        public boolean real() {
            return this != DEMO;
        }
    }
}
