package dev.fresnel.api.kube;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount as Kubernetes writes it: {@code 100m}, {@code 1.5}, {@code 2Gi}, {@code 1e3} (apimachinery, {@code resource.Quantity}). Exact;
 * equal when the amounts are.
 */
public final class Quantity implements Comparable<Quantity> {
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

    private static final Pattern FORM = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:([eE][+-]?\\d{1,3})|([KMGTPE]i)|([numkMGTPE]))?");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", binary(1)),
            Map.entry("Mi", binary(2)),
            Map.entry("Gi", binary(3)),
            Map.entry("Ti", binary(4)),
            Map.entry("Pi", binary(5)),
            Map.entry("Ei", binary(6)));

    private final BigDecimal amount;

    private Quantity(BigDecimal amount) {
        this.amount = amount.stripTrailingZeros();
    }

    private static BigDecimal binary(int power) {
        return BigDecimal.valueOf(1024).pow(power);
    }

    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount));
    }

    /** @return empty when the text is no quantity */
    public static Optional<Quantity> parse(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        if (found.group(2) != null) {
            return Optional.of(new Quantity(new BigDecimal(found.group(1)).scaleByPowerOfTen(Integer.parseInt(found.group(2).substring(1)))));
        }
        String unit = found.group(3) != null ? found.group(3) : found.group(4);
        BigDecimal factor = unit == null ? BigDecimal.ONE : UNITS.get(unit);
        return Optional.of(new Quantity(new BigDecimal(found.group(1)).multiply(factor)));
    }

    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount));
    }

    public Quantity minus(Quantity other) {
        return new Quantity(amount.subtract(other.amount));
    }

    /** In whole units (bytes, CPUs, things), rounded up as the scheduler does. */
    public long value() {
        return amount.setScale(0, RoundingMode.CEILING).longValue();
    }

    /** In thousandths, rounded up: 100m is 100. */
    public long milli() {
        return amount.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
    }

    public BigDecimal exact() {
        return amount;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that && amount.equals(that.amount);
    }

    @Override
    public int hashCode() {
        return amount.hashCode();
    }

    /** As a plain decimal number: {@code 0.1}, {@code 2147483648}. */
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
