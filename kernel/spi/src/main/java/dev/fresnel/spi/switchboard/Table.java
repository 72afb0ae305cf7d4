package dev.fresnel.spi.switchboard;

import java.util.Map;

/**
 * Which generation of each plugin serves; immutable. Read it once per request, frame or round.
 *
 * @param epoch grows by one with each switch
 * @param serving by plugin id
 */
public record Table(long epoch, Map<String, Generation> serving) {
    public Table {
        serving = Map.copyOf(serving);
    }
}
