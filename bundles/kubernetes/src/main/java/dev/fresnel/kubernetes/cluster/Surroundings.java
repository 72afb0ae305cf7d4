package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.upstream.ProxyRules;
import java.time.Clock;
import java.time.Duration;

/**
 * What clusters share.
 *
 * @param agent our own User-Agent
 * @param programs whether credential plugins may run
 * @param pause how long a cluster that is down is left alone at first
 */
record Surroundings(Clock clock, ProxyRules proxies, String agent, boolean programs, Duration pause) {}
