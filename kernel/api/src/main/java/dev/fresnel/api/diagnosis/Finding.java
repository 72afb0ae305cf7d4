package dev.fresnel.api.diagnosis;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.resource.State;
import java.util.List;

/**
 * Something that is wrong, and why.
 *
 * @param rule one word within its plugin
 * @param about the object that suffers
 * @param state how bad
 * @param text what it is, in words
 * @param evidence what it rests on; only those who may see all of it see the finding
 * @param remedies ids of actions that would help, {@code resources/restart}
 */
public record Finding(String rule, ObjectRef about, State state, Message text, List<Evidence> evidence, List<String> remedies) {
    public Finding {
        evidence = List.copyOf(evidence);
        remedies = List.copyOf(remedies);
    }
}
