/** Temporary files of a plugin: bounded, and gone with whoever opened them. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.scratch;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
