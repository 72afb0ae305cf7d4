/** Work with one owner that runs while a plugin serves. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.job;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
