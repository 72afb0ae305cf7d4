package dev.fresnel.switchboard;

import dev.fresnel.spi.insight.Meter.Sample;
import dev.fresnel.spi.switchboard.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the switchboard knows, as text and numbers: never an object of a plugin. */
record Report(Table table, List<BundleGeneration> generations, JobRunner jobs, Afterlife afterlife, Weight weight) {
    Map<String, Object> state() {
        var state = new LinkedHashMap<String, Object>();
        state.put("epoch", table.epoch());
        state.put("generations", generations.stream()
                .sorted(Comparator.comparing(BundleGeneration::plugin).thenComparing(BundleGeneration::version))
                .map(this::generation)
                .toList());
        state.put("jobs", jobs.running());
        state.put("remains", afterlife.remains());
        return state;
    }

    private Map<String, Object> generation(BundleGeneration generation) {
        var state = new LinkedHashMap<String, Object>();
        state.put("plugin", generation.plugin());
        state.put("version", generation.version());
        state.put("digest", generation.digest());
        state.put("state", generation.state().name());
        state.put("leases", generation.leases().count());
        state.put("extensions", generation.contributed().counts());
        state.put("threads", threads(generation));
        state.put("memory", generation.inUse().map(weight::of).orElse(0L));
        state.put("faults", generation.faults().count());
        state.put("lastErrors", generation.faults().last());
        ComputeLane lane = generation.laneInUse();
        if (lane != null) {
            state.put("laneCalls", lane.calls());
            state.put("laneAbandoned", lane.abandoned());
            state.put("quarantined", lane.quarantined());
        }
        return state;
    }

    /** Platform threads that run with its classes or carry its name. */
    private static long threads(BundleGeneration generation) {
        ClassLoader loader = generation.loader();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null && (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader))
                .count();
    }

    List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        samples.add(new Sample("fresnel_plugin_epoch", "counter", "Switches since the start", Map.of(), table.epoch()));
        for (BundleGeneration generation : generations) {
            var labels = Map.of("plugin", generation.plugin(), "version", generation.version(), "state", generation.state().name());
            samples.add(new Sample("fresnel_plugin_faults_total", "counter", "Calls that failed or were too slow", labels, generation.faults().count()));
            samples.add(new Sample("fresnel_plugin_leases", "gauge", "Holds on a build", labels, generation.leases().count()));
            ComputeLane lane = generation.laneInUse();
            if (lane != null) {
                samples.add(new Sample("fresnel_plugin_lane_calls_total", "counter", "Functions computed", labels, lane.calls()));
                samples.add(new Sample("fresnel_plugin_lane_abandoned_total", "counter", "Functions that were too slow", labels, lane.abandoned()));
            }
        }
        afterlife.zombies().forEach((plugin, count) -> samples.add(new Sample(
                "fresnel_plugin_zombies", "gauge", "Builds that could not be unloaded", Map.of("plugin", plugin), count)));
        return samples;
    }
}
