/** What plugins keep: settings and records. */
@NullMarked
package dev.fresnel.storage;

import org.jspecify.annotations.NullMarked;
