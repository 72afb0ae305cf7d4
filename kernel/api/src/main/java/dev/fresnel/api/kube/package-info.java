/** Kubernetes objects, kinds and references as values. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.kube;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
