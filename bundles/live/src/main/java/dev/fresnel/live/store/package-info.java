/**
 * The authorised store: upstream lists and watches, their rows, and the gate through which alone they are seen.
 * {@link dev.fresnel.live.store.Gate} is the only maker of {@link dev.fresnel.live.store.Visible}; nothing else leads to rows.
 */
@NullMarked
package dev.fresnel.live.store;

import org.jspecify.annotations.NullMarked;
