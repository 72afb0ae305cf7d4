package dev.fresnel.kubernetes.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends subscriptions, whose type admits failures that none of ours has. */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private Subscription() {}

    static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.warn("A subscription did not end: {}", e.toString());
        }
    }
}
