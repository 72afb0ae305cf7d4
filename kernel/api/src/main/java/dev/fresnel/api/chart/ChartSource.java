package dev.fresnel.api.chart;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings charts along, whether there is a source of series or not. */
@ConsumerType
@FunctionalInterface
public interface ChartSource {
    List<Chart> charts();
}
