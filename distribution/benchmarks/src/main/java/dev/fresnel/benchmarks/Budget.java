package dev.fresnel.benchmarks;

/**
 * What the product has promised itself.
 *
 * @param atMost whether the figure must not be above the limit; else it must not be below
 */
record Budget(double limit, boolean atMost, String unit) {
    static Budget atMost(double limit, String unit) {
        return new Budget(limit, true, unit);
    }

    static Budget atLeast(double limit, String unit) {
        return new Budget(limit, false, unit);
    }

    /** {@code ≤ 0.9 s: kept}. */
    String verdict(double median) {
        var kept = atMost ? median <= limit : median >= limit;
        var number = limit == Math.rint(limit) ? Figures.number(limit, 0) : Figures.number(limit, 1);
        return (atMost ? "≤ " : "≥ ") + number + (unit.isEmpty() ? "" : " " + unit) + ": " + (kept ? "kept" : "missed");
    }
}
