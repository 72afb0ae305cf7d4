package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;
import java.time.Instant;

/**
 * A port of this machine that leads into a cluster, as it is now.
 *
 * @param id names it
 * @param target where it leads
 * @param port as asked for
 * @param localPort where it listens on loopback; with {@code stopped} where it did
 * @param state {@code listening}, {@code failing} (the last connection did not get through), {@code stopped}
 * @param pod that served the last connection, {@code ""} when there was none
 * @param detail what went wrong last, {@code ""} when nothing
 * @param connections open now
 * @param sent bytes into the cluster
 * @param received bytes from it
 * @param since when it was started or stopped
 */
public record Forward(
        String id, ObjectRef target, String port, int localPort, String state, String pod, String detail, int connections, long sent, long received,
        Instant since) {}
