package dev.fresnel.api.diagnosis;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;

/**
 * What a finding rests on: a field of an object as it was read.
 *
 * @param object where it stands
 * @param pointer which field, as JSON pointer; {@code ""} = that the object is there at all
 * @param value the text that was read
 */
public record Evidence(ObjectRef object, String pointer, String value) {
    public static Evidence of(KubeObject object, String pointer) {
        return new Evidence(object.ref(), pointer, object.text(pointer));
    }
}
