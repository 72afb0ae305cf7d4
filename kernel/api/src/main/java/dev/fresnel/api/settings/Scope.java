package dev.fresnel.api.settings;

/** For whom settings hold. */
public enum Scope {
    /** The whole installation; changed by who may change plugins. */
    INSTALL,
    /** One cluster; changed by who may change plugins. */
    CLUSTER,
    /** One user; changed by that user. */
    USER
}
