/** Reads kubeconfig files, as kubectl does. */
@NullMarked
package dev.fresnel.kubernetes.kubeconfig;

import org.jspecify.annotations.NullMarked;
