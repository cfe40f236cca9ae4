package io.ebsnap.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gauges of one moment, collected by name. For use by one thread. */
final class Gauges {

    private static final String PREFIX = "ebsnap_";

    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();

    /**
     * Adds a number.
     *
     * @param name without the prefix of all
     * @param help what it is, said once for a name
     * @param labels names and values by turns
     */
    void add(String name, String help, long value, String... labels) {
        gauges.computeIfAbsent(
                        name,
                        unused -> GaugeSnapshot.builder().name(PREFIX + name).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value((double) value)
                        .labels(Labels.of(labels))
                        .build());
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        return all.build();
    }
}
