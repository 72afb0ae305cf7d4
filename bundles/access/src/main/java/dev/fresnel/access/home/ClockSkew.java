package dev.fresnel.access.home;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says so when our clock and an API server's are more than two minutes apart: tokens then end too early or too late. */
final class ClockSkew {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);
    private static final Duration MUCH = Duration.ofMinutes(2);
    private static final int CLUSTERS = 1000;

    private final InstantSource clock;
    private final Map<String, Boolean> apart = new ConcurrentHashMap<>();

    ClockSkew(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param date Date header of an answer
     * @return whether it is too much
     */
    boolean note(String cluster, String date) {
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration skew = Duration.between(theirs, clock.instant());
            boolean much = skew.abs().compareTo(MUCH) > 0;
            Boolean before = apart.size() < CLUSTERS ? apart.put(cluster, much) : Boolean.TRUE;
            if (much && !Boolean.TRUE.equals(before)) {
                LOG.warn("Our clock and that of the cluster {} are {} s apart: tokens end at the wrong time until one of them is set.", cluster, skew.toSeconds());
            }
            return much;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
