package dev.fresnel.api.outbound;

import java.util.List;
import java.util.Map;

/** A whole answer from the outside; names of headers in lower case. */
public record OutboundResponse(int status, Map<String, List<String>> headers, byte[] body) {}
