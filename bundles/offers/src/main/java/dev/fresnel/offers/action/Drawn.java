package dev.fresnel.offers.action;

import dev.fresnel.api.plugin.Message;
import java.util.List;

/**
 * A plan as nothing but text.
 *
 * @param id its digest: the same for the same requests
 * @param steps in order
 * @param sequence as in {@code Plan}
 * @param first as in {@code Plan}
 * @param commands as in {@code Plan}
 * @param notes as in {@code Plan}
 */
record Drawn(String id, List<Step> steps, boolean sequence, int first, List<String> commands, List<Message> notes) {}
