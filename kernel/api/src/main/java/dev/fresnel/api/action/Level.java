package dev.fresnel.api.action;

/** How much an action can break; the platform asks accordingly. */
public enum Level {
    /** Changes nothing that runs: a label, a pause. */
    SAFE,
    /** Changes what runs. */
    CHANGE,
    /** Interrupts what runs: restart, drain. */
    DISRUPTIVE,
    /** Cannot be taken back: delete. In a cluster marked as production the name is asked for. */
    DESTRUCTIVE
}
