/** Installs, replaces and removes plugins; the only code that installs bundles at run time. */
@NullMarked
package dev.fresnel.catalog.service;

import org.jspecify.annotations.NullMarked;
