package dev.fresnel.spi.switchboard;

import java.time.Duration;
import java.util.concurrent.Callable;

/** The one or two platform threads of a generation, on which its functions compute. */
public interface Lane {
    /**
     * Runs a function of the plugin with its class loader as context, and waits.
     *
     * @throws dev.fresnel.api.plugin.Problem BUG {@code PLUGIN_SLOW} after the deadline (the call is abandoned and counted),
     *     BUG {@code PLUGIN_FAILED} when it threw anything but a Problem, LIMITED when the lane is full or quarantined
     */
    <T> T call(Callable<T> function, Duration deadline);
}
