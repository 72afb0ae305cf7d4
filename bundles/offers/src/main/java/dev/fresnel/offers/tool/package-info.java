/** Tools of assistant, MCP clients and command line. */
@NullMarked
package dev.fresnel.offers.tool;

import org.jspecify.annotations.NullMarked;
