package dev.fresnel.catalog.service;

import java.util.List;
import java.util.Map;

/**
 * How a change ended.
 *
 * @param committed whether anything serves anew
 * @param reasons why it was rolled back as a whole; empty when it was not
 * @param failures why builds of single steps were refused, by digest
 * @param damaged digests whose stored files are no longer what was checked
 */
record Outcome(boolean committed, List<String> reasons, Map<String, List<String>> failures, List<String> damaged) {}
