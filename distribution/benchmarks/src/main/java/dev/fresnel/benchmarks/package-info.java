/** Measures the assembled product against its budgets. */
@NullMarked
package dev.fresnel.benchmarks;

import org.jspecify.annotations.NullMarked;
