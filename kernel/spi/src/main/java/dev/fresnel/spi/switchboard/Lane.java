package dev.fresnel.spi.switchboard;

import java.time.Duration;
import java.util.concurrent.Callable;

/** The one or two platform threads of a generation, on which its functions compute. */
public interface Lane {
    /**
     * Runs a function of the plugin with its class loader as context, and waits.
     *
     * @param contribution what is called: its class is what strikes count against; the third quarantines it
     * @throws dev.fresnel.api.plugin.Problem BUG {@code PLUGIN_SLOW} after the deadline (the call is abandoned and counted),
     *     BUG {@code PLUGIN_FAILED} when it threw anything but a Problem, LIMITED {@code PLUGIN_BUSY} when the lane is full,
     *     LIMITED {@code PLUGIN_QUARANTINED} when the contribution is
     */
    <T> T call(Object contribution, Callable<T> function, Duration deadline);

    /** As {@link #call(Object, Callable, Duration)}; strikes count against the function's own class. */
    default <T> T call(Callable<T> function, Duration deadline) {
        return call(function, function, deadline);
    }
}
