package dev.fresnel.spi.http;

import dev.fresnel.api.http.Method;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Where a {@link RootEndpoint} answers, below the base path; patterns as in {@link dev.fresnel.api.http.Route}. The most specific pattern wins. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RootRoute {
    /** Service properties are {@code fresnel.root.method}, {@code fresnel.root.path}, {@code fresnel.root.open}. */
    String PREFIX_ = "fresnel.root.";

    Method method() default Method.GET;

    String[] path();

    /** Whether it answers without knowing who asks: only health, static files and sign-in. */
    boolean open() default false;
}
