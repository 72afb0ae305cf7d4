package dev.fresnel.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/** A plugin's passport, on its root package; becomes the capability {@code fresnel.plugin} in the manifest. */
@Capability(
        namespace = "fresnel.plugin",
        name = "${#id}",
        attribute = {"title=\"${#title}\"", "summary=\"${#summary}\""})
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PACKAGE)
public @interface FresnelPlugin {
    /** Folder, bundle, route and prefix in one word: {@code [a-z][a-z0-9-]{1,39}}. */
    String id();

    /** What people read in a list of plugins. */
    String title();

    /** One sentence that says what it brings. */
    String summary();
}
