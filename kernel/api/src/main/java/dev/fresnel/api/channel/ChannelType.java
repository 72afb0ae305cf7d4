package dev.fresnel.api.channel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The name of a plugin's channel; pages open it as {@code {plugin}/{name}}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ChannelType {
    /** The service property is {@code fresnel.channel.type}. */
    String PREFIX_ = "fresnel.channel.";

    String type();
}
