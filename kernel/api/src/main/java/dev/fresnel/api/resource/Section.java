package dev.fresnel.api.resource;

import dev.fresnel.api.kube.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * A part of an object's details as facts; page, command line and assistant show it each in their way.
 *
 * @param id one word within its plugin
 * @param title message key
 * @param facts in order
 */
public record Section(String id, String title, List<Fact> facts) {
    public Section {
        facts = List.copyOf(facts);
    }

    /**
     * One fact.
     *
     * @param label message key
     * @param value text as it is
     * @param state how that is
     * @param link an object that the value names
     */
    public record Fact(String label, String value, State state, Optional<ObjectRef> link) {
        public static Fact of(String label, String value) {
            return new Fact(label, value, State.OK, Optional.empty());
        }

        public Fact is(State other) {
            return new Fact(label, value, other, link);
        }

        public Fact to(ObjectRef object) {
            return new Fact(label, value, state, Optional.of(object));
        }
    }
}
