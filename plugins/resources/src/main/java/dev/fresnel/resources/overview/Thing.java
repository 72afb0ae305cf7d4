package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.KubeObject;

/** An object as a page links to it. */
record Thing(String resource, String kind, String namespace, String name) {
    static Thing of(KubeObject object) {
        return new Thing(object.ref().kind().id(), object.ref().kind().kind(), object.ref().namespace(), object.ref().name());
    }
}
