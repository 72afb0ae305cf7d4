package dev.fresnel.access;

import java.util.function.UnaryOperator;

/** How people without a token of their own come in. */
enum LocalAccess {
    /** By the one-time key in the address that is printed at the start. */
    KEY,
    /** By being on this machine. */
    OPEN,
    /** Not at all: in a cluster nobody is local. */
    CLUSTER;

    static LocalAccess of(UnaryOperator<String> property) {
        if ("true".equals(property.apply("fresnel.in-cluster"))) {
            return CLUSTER;
        }
        return "false".equals(property.apply("fresnel.local-key")) ? OPEN : KEY;
    }
}
