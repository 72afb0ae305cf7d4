/** The oracle: what users of the product see, beside the API server's own answer for each of them (live-store rule R18). */
@NullMarked
package dev.fresnel.e2e.oracle;

import org.jspecify.annotations.NullMarked;
