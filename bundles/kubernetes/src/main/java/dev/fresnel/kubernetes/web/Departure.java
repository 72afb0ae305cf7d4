package dev.fresnel.kubernetes.web;

import dev.fresnel.spi.transport.UpstreamResponse;
import org.jspecify.annotations.Nullable;

/** Ends what is under way upstream as soon as the client has gone, before or after the answer's head. */
final class Departure {
    private @Nullable Thread waiting = Thread.currentThread();
    private @Nullable UpstreamResponse answer;
    private boolean gone;

    synchronized void gone() {
        gone = true;
        if (answer != null) {
            answer.close();
        } else if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** The head has come, or never will. */
    synchronized void answered(@Nullable UpstreamResponse head) {
        waiting = null;
        answer = head;
        if (gone) {
            // The interrupt was meant for the wait that is over.
            Thread.interrupted();
            if (head != null) {
                head.close();
            }
        }
    }
}
