package dev.fresnel.api.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record of settings; its components are text, whole numbers, booleans, enums and lists of text, each with a {@link Setting}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SettingsType {
    /** One word within its plugin. */
    String id();

    /** Message key. */
    String title();

    Scope scope() default Scope.INSTALL;

    /** Number of its shape; grows when a component goes or changes its meaning. Then there is a {@link Migration}. */
    int schema() default 1;
}
