/** What people and programs may do with objects. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.action;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
