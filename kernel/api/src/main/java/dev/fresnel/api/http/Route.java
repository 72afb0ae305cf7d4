package dev.fresnel.api.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Where an {@link Endpoint} answers, below its plugin's own path. GET answers HEAD too. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Route {
    /** Service properties are {@code fresnel.route.method} and {@code fresnel.route.path}. */
    String PREFIX_ = "fresnel.route.";

    Method method() default Method.GET;

    /** Segments after {@code /}: text, {@code {name}} for one segment, {@code /*} at the end for all the rest. */
    String path();
}
