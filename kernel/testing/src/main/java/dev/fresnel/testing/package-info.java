/** What tests of bundles stand on: a real kernel in the test's own process, and what watches it. */
@NullMarked
package dev.fresnel.testing;

import org.jspecify.annotations.NullMarked;
