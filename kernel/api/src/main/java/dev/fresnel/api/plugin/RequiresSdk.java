package dev.fresnel.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/** The page SDK that a plugin was built against: same major version, at least this minor one. */
@Requirement(namespace = "fresnel.sdk", filter = "(&(version>=${#value})(!(version>=${versionmask;+;${#value}})))")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PACKAGE)
public @interface RequiresSdk {
    /** {@code major.minor}. */
    String value();
}
