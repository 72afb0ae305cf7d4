/** Fakes for the tests of the live store. */
@org.jspecify.annotations.NullMarked
package dev.fresnel.live.testing;
