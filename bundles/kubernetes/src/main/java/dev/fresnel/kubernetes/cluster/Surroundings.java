package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.upstream.ProxyRules;
import java.time.Clock;

/**
 * What clusters share.
 *
 * @param agent our own User-Agent
 * @param programs whether credential plugins may run
 */
record Surroundings(Clock clock, ProxyRules proxies, String agent, boolean programs) {}
