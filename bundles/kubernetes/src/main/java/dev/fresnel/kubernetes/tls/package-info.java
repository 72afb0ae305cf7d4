/** TLS towards servers: whom to trust, which certificate to show, which name to ask for. */
@NullMarked
package dev.fresnel.kubernetes.tls;

import org.jspecify.annotations.NullMarked;
