package dev.fresnel.api.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One value in a form: on a component of a settings record, or of the input of an action or a tool. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** Message key; of tools an English word. {@code ""} = the component's name. */
    String title() default "";

    /** Message key of one sentence that helps; of tools English. */
    String help() default "";

    /** The default as text: {@code 30}, {@code true}, {@code a,b} for lists. {@code ""} of a text is a default too. */
    String value() default "";

    /** Must be given: there is no default. */
    boolean required() default false;

    /** Least number, or least length of a text. */
    long min() default Long.MIN_VALUE;

    /** Greatest number, or greatest length of a text. */
    long max() default Long.MAX_VALUE;

    /** Regular expression that a whole text must match, {@code ""} = any. */
    String pattern() default "";

    /** A reference to a Secret, {@code namespace/name/key}, never the value. */
    boolean secret() default false;
}
