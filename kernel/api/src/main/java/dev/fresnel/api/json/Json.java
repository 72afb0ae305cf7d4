package dev.fresnel.api.json;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** A read-only JSON value. What is not there is a value of type {@link Type#ABSENT}, never {@code null}. */
@ProviderType
public interface Json {
    /** The JSON types, and absence. */
    enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        ABSENT
    }

    Type type();

    /** The value at a JSON pointer (RFC 6901) such as {@code /spec/containers/0/name}; empty text is this value. */
    Json at(String pointer);

    /** The member of that exact name. */
    Json get(String name);

    /** Names of an object's members in order; empty for every other type. */
    Set<String> names();

    /** Elements of an array; empty for every other type. */
    List<Json> items();

    /** Text of a string, number or boolean; {@code ""} for every other type. */
    String text();

    /** The number as a long; {@code or} when it is none. */
    long number(long or);

    /** The boolean; false for every other type. */
    boolean flag();

    /** Whether there is anything: neither absent nor null. */
    default boolean present() {
        return type() != Type.ABSENT && type() != Type.NULL;
    }

    /** Compact JSON text. */
    @Override
    String toString();
}
