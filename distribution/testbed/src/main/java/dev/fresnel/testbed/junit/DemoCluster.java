package dev.fresnel.testbed.junit;

import java.util.Optional;

/**
 * Starts Fresnel with its demo cluster for cluster tests. The module that can run Fresnel provides it through
 * {@link java.util.ServiceLoader}; the testbed itself knows nothing of Fresnel.
 */
public interface DemoCluster {

    /** Why there can be no demo cluster here; empty when there can. */
    Optional<String> missing();

    /** Starts it; its {@link TestCluster#kind()} is {@link TestCluster.Kind#DEMO}. */
    TestCluster start();
}
