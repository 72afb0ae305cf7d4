/** A real Kubernetes control plane as processes on loopback, for tests; needs nothing but the JDK. */
@NullMarked
package dev.fresnel.testbed;

import org.jspecify.annotations.NullMarked;
