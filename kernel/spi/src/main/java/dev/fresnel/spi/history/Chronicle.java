package dev.fresnel.spi.history;

import java.util.List;

/**
 * Keeps what changed in objects, within bounds of its own: so many changes of one object, so many of all, so many days. Whoever reads
 * asks an API server first whether the reader may get the object now.
 */
public interface Chronicle {
    /**
     * One kind in one cluster, as somebody saw it.
     *
     * @param trust digest of the way to the cluster
     * @param cluster its id
     * @param resource {@code resource.group}
     * @param owner key of the one principal whose store it was; {@code ""} = of all whom the API server answers alike
     */
    record Place(String trust, String cluster, String resource, String owner) {}

    /**
     * One change.
     *
     * @param number counts up; given when it is written, 0 before
     * @param namespace {@code ""} outside namespaces
     * @param at when it was seen, epoch ms
     * @param what JSON text
     */
    record Entry(long number, Place place, String namespace, String name, String uid, long at, byte[] what) {}

    /**
     * A time during which changes of a place were seen.
     *
     * @param namespace {@code ""} = in all namespaces
     * @param since epoch ms; place, namespace and this say which span it is
     * @param till epoch ms; a later call may say a later one
     */
    record Span(Place place, String namespace, long since, long till) {}

    /**
     * What is known of one object.
     *
     * @param entries newest first
     * @param spans oldest first
     */
    record Kept(List<Entry> entries, List<Span> spans) {}

    /** Blocks until it is written; one caller at a time. @throws dev.fresnel.api.plugin.Problem when it cannot be kept */
    void write(List<Entry> entries, List<Span> spans);

    /**
     * Blocks.
     *
     * @param after only entries with a greater number
     * @throws dev.fresnel.api.plugin.Problem when it cannot be read
     */
    Kept read(List<Place> places, String namespace, String name, long after);
}
