/** What roles and bindings allow, computed from those that the caller may read. */
@NullMarked
package dev.fresnel.resources.rbac;

import org.jspecify.annotations.NullMarked;
