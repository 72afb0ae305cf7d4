package dev.fresnel.api.action;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** What an {@link Action} is called, what it is for and what it needs: data that is read without running code. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ActionType {
    /** Service properties are {@code fresnel.action.…}. */
    String PREFIX_ = "fresnel.action.";

    /** One word within its plugin: {@code scale}. */
    String id();

    /** Message key. */
    String title();

    /** Kinds as {@code resource.group}; {@code *} = all. */
    String[] kinds();

    /**
     * Rights of the user without which it is shown disabled, with the reason: {@code patch:deployments.apps/scale}; without a resource,
     * {@code patch}, it is meant for the objects' own kind, {@code patch:/scale} for a subresource of it.
     */
    String[] needs() default {};

    /** Condition in the language of contributions, {@code ""} = always. */
    String when() default "";

    Level level() default Level.CHANGE;

    /** How many objects at once; 1 = no bulk. */
    int most() default 500;

    /** Record of what it asks for; its components carry {@link dev.fresnel.api.settings.Setting}. {@code void} = it asks for nothing. */
    Class<?> input() default void.class;

    /** Order among actions. */
    int order() default 100;
}
