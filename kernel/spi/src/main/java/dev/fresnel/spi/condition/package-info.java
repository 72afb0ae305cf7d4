/** Conditions in contributions: {@code kind:karpenter.sh/NodePool && can:list:nodepools}. Between Fresnel's own bundles; no promise to anybody else. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.spi.condition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
