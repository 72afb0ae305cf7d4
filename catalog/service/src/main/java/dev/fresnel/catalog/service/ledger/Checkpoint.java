package dev.fresnel.catalog.service.ledger;

/** A named place on the way of a change; tests end the process there, as a power cut would. */
@FunctionalInterface
public interface Checkpoint {
    /** Which place the process ends at; only tests set it. */
    String PROPERTY = "fresnel.catalog.fault";

    /** Nothing happens anywhere. */
    Checkpoint NONE = place -> {};

    void reach(String place);

    /** The one that {@link #PROPERTY} names: halts the process at {@code place} or at the n-th time of {@code place:n}. */
    static Checkpoint configured() {
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.isEmpty()) {
            return NONE;
        }
        String name = wanted.replaceFirst(":\\d+$", "");
        var times = new java.util.concurrent.atomic.AtomicInteger(wanted.equals(name) ? 1 : Integer.parseInt(wanted.substring(name.length() + 1)));
        return place -> {
            if (place.equals(name) && times.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
    }
}
