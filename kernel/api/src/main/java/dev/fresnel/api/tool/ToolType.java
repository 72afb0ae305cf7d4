package dev.fresnel.api.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** What a {@link Tool} is called and what for, in words for models and people. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ToolType {
    /** Service properties are {@code fresnel.tool.…}. */
    String PREFIX_ = "fresnel.tool.";

    /** One word within its plugin: {@code pending_pods}. */
    String id();

    /** English, one or two sentences: what it answers and when to ask it. */
    String description();

    /** Record of what it asks for; its components carry {@link dev.fresnel.api.settings.Setting}. {@code void} = nothing. */
    Class<?> input() default void.class;
}
