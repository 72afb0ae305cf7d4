package dev.fresnel.api.view;

import dev.fresnel.api.kube.KubeObject;
import java.util.List;

/**
 * The part of a list that a {@link Query} asked for.
 *
 * @param objects in the order asked for
 * @param matched how many there are of them in all
 * @param total how many there are before {@link Query#text} and selectors
 */
public record Rows(List<KubeObject> objects, long matched, long total) {
    public Rows {
        objects = List.copyOf(objects);
    }
}
