package dev.fresnel.testbed;

import java.util.Optional;

/** The condition of tests that need a testbed: one can be had, or must be. */
final class TestbedThere {
    static final String CONDITION = "dev.fresnel.testbed.TestbedThere#holds";
    static final String REASON = "no testbed: Go is missing";

    private TestbedThere() {
    }

    static boolean holds() {
        return Testbed.missing().isEmpty() || Optional.ofNullable(System.getenv("FRESNEL_REQUIRE")).orElse("").contains("real-cluster");
    }
}
