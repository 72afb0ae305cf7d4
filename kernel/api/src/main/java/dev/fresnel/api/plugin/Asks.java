package dev.fresnel.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a plugin asks the admin for, on its root package; shown before it is installed, enforced by the services that give it. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PACKAGE)
public @interface Asks {
    /** Hosts that {@code Outbound} may reach: {@code api.example.org}, {@code *.example.org}, {@code *} = any that its settings name. */
    String[] outbound() default {};

    /** Kinds that its actions write, {@code resource.group}; {@code *} = all. */
    String[] write() default {};

    /** Further capabilities by name: {@code exec}, {@code secrets}. */
    String[] capabilities() default {};
}
