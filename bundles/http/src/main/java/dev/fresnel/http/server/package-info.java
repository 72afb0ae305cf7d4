/** Jetty: connectors, requests and answers. */
@NullMarked
package dev.fresnel.http.server;

import org.jspecify.annotations.NullMarked;
