/** A small Kubernetes API server in memory; knows nothing of the platform. */
@NullMarked
package dev.fresnel.democluster.server;

import org.jspecify.annotations.NullMarked;
