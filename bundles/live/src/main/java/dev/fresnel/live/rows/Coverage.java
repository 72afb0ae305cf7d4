package dev.fresnel.live.rows;

import java.util.List;

/**
 * What part of a cluster is shown to somebody who may not list everything.
 *
 * @param names the namespaces that are shown
 * @param of how many there are; -1 where that may not be known
 * @param configured whether they were named by the configuration, else they were found
 * @param objects how many single objects; -1 = namespaces are shown
 */
record Coverage(List<String> names, int of, boolean configured, int objects) {}
