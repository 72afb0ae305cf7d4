/** What outlives the process: which builds shall serve, the builds themselves, and the journal of every change. */
@NullMarked
package dev.fresnel.catalog.service.ledger;

import org.jspecify.annotations.NullMarked;
