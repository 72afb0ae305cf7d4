package dev.fresnel.live.store;

import java.util.List;

/**
 * Over which namespaces somebody sees a kind who may not see it in all.
 *
 * @param names in order
 * @param of how many there are; -1 where that may not be known
 * @param configured whether they were named by the configuration, else they were found
 * @param objects how many single objects are seen, where no namespace may be listed; -1 = namespaces are
 */
public record Span(List<String> names, int of, boolean configured, int objects) {}
