/** Cluster tests: the same test class on k3s, on the testbed or on the demo cluster, whichever can be had. */
@NullMarked
package dev.fresnel.testbed.junit;

import org.jspecify.annotations.NullMarked;
