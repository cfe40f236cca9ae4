package io.ebsnap.cli;

import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.StoreDay;
import io.ebsnap.api.Transfer;
import io.ebsnap.api.VolumeProtection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The charts of a report. */
final class ReportCharts {

    /** Volumes that have charts of their own: those that change most. */
    static final int VOLUMES_MAX = 12;

    /** Volumes whose lineage is shown, and snapshots of each. */
    static final int LANES_MAX = 24;

    private static final int LANE_SNAPSHOTS_MAX = 200;
    private static final int CHANGES_MAX = 60;
    private static final int DAYS_SHOWN = 90;
    private static final int WIDE = 1040;
    private static final int HIGH = 220;
    private static final int SMALL_WIDTH = 340;
    private static final int SMALL_HEIGHT = 150;
    private static final int LANE_HEIGHT = 24;

    private final ReportContent content;

    ReportCharts(ReportContent content) {
        this.content = content;
    }

    /** The length of all packs, day by day. */
    String growth() {
        List<Chart.Point> points =
                content.history().stream().map(ReportCharts::point).toList();
        ChartAxis bytes = ChartAxis.bytes(
                content.history().stream().mapToLong(StoreDay::packBytes).max().orElse(0));
        ChartAxis time =
                ChartAxis.time(Instant.ofEpochSecond((long) points.getFirst().x()), Instant.ofEpochSecond((long)
                        points.getLast().x()));
        return new Chart(WIDE, HIGH, "Length of all packs by day")
                .across(bytes)
                .along(time)
                .area(time, bytes, points)
                .svg();
    }

    private static Chart.Point point(StoreDay day) {
        return new Chart.Point(
                LocalDate.parse(day.date()).atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                day.packBytes(),
                day.date() + ": " + Human.size(day.packBytes()) + ", " + Human.count(day.snapshots()) + " snapshots");
    }

    /** What snapshots that are still there have added, day by day. */
    String added() {
        Instant from = content.time().minus(Duration.ofDays(DAYS_SHOWN));
        Map<LocalDate, Long> days = new TreeMap<>();
        for (Snapshot snapshot : content.snapshots()) {
            Transfer transfer = snapshot.transfer();
            if (transfer != null && !snapshot.startTime().isBefore(from)) {
                days.merge(
                        LocalDate.ofInstant(snapshot.startTime(), ZoneOffset.UTC), transfer.bytesStored(), Long::sum);
            }
        }
        List<Chart.Point> points = new ArrayList<>();
        days.forEach((day, bytes) -> points.add(new Chart.Point(
                day.atTime(12, 0).atZone(ZoneOffset.UTC).toEpochSecond(),
                bytes,
                day + ": " + Human.size(bytes.longValue()))));
        ChartAxis bytes = ChartAxis.bytes(
                days.values().stream().mapToLong(Long::longValue).max().orElse(0));
        Instant first = days.isEmpty()
                ? from
                : days.keySet().iterator().next().atStartOfDay(ZoneOffset.UTC).toInstant();
        ChartAxis time = ChartAxis.time(first, content.time());
        return new Chart(WIDE, HIGH, "Bytes that snapshots added by day")
                .across(bytes)
                .along(time)
                .bars(time, bytes, points)
                .svg();
    }

    /** The volumes that change most, the first one first. */
    List<VolumeProtection> changing() {
        return content.volumes().stream()
                .filter(volume -> volume.snapshots() > 1)
                .sorted(Comparator.comparingLong((VolumeProtection volume) ->
                                Objects.requireNonNullElse(volume.changedBytesPerDay(), 0L))
                        .reversed())
                .limit(VOLUMES_MAX)
                .toList();
    }

    /** What changed in a volume from snapshot to snapshot. */
    String changes(VolumeProtection volume) {
        List<Snapshot> all = content.snapshots().stream()
                .filter(snapshot -> snapshot.volumeId().equals(volume.volumeId()) && snapshot.transfer() != null)
                .toList();
        // The first one of a volume has all of its content, beside which nothing else would be seen.
        List<Snapshot> later = all.subList(Math.max(Math.min(1, all.size() - 1), all.size() - CHANGES_MAX), all.size());
        List<Chart.Point> points = later.stream().map(this::change).toList();
        ChartAxis bytes = ChartAxis.bytes(
                (long) points.stream().mapToDouble(Chart.Point::y).max().orElse(0));
        ChartAxis time =
                ChartAxis.time(later.getFirst().startTime(), later.getLast().startTime());
        return new Chart(SMALL_WIDTH, SMALL_HEIGHT, "Changes of " + volume.volumeId())
                .across(bytes)
                .along(fewer(time))
                .bars(time, bytes, points)
                .svg();
    }

    private Chart.Point change(Snapshot snapshot) {
        long bytes = snapshot.transfer() == null ? 0 : snapshot.transfer().bytesChanged();
        return new Chart.Point(
                snapshot.startTime().getEpochSecond(),
                bytes,
                Human.time(snapshot.startTime()) + ": " + Human.size(bytes) + " (" + snapshot.snapshotId() + ")");
    }

    /** Of a small chart every second label is left out. */
    private static ChartAxis fewer(ChartAxis axis) {
        List<ChartAxis.Tick> ticks = new ArrayList<>();
        int step = axis.ticks().size() > 4 ? 2 : 1;
        for (int i = 0; i < axis.ticks().size(); i += step) {
            ticks.add(axis.ticks().get(i));
        }
        return new ChartAxis(axis.low(), axis.high(), ticks);
    }

    /** Each volume's snapshots along a line of its own, and what came of what. */
    String lineage() {
        Map<String, List<SnapshotTreeEntry>> lanes = lanes();
        List<SnapshotTreeEntry> shown =
                lanes.values().stream().flatMap(List::stream).toList();
        Instant first = shown.stream()
                .map(SnapshotTreeEntry::startTime)
                .min(Comparator.naturalOrder())
                .orElse(content.time());
        ChartAxis time = ChartAxis.time(first, content.time());
        Chart chart = new Chart(WIDE, lanes.size() * LANE_HEIGHT + 40, "Snapshots by volume and time").along(time);
        Map<String, Chart.Point> places = new HashMap<>();
        double y = LANE_HEIGHT / 2.0 + 6;
        for (Map.Entry<String, List<SnapshotTreeEntry>> lane : lanes.entrySet()) {
            chart.lane(y, name(lane.getKey()));
            for (SnapshotTreeEntry entry : lane.getValue()) {
                places.put(entry.snapshotId(), new Chart.Point(entry.startTime().getEpochSecond(), y, words(entry)));
            }
            y += LANE_HEIGHT;
        }
        shown.forEach(entry -> bow(chart, time, places, entry));
        shown.forEach(entry -> {
            Chart.Point place = Objects.requireNonNull(places.get(entry.snapshotId()));
            chart.dot(time, place.x(), place.y(), radius(entry), place.words());
        });
        return chart.svg();
    }

    private static void bow(Chart chart, ChartAxis time, Map<String, Chart.Point> places, SnapshotTreeEntry entry) {
        Chart.Point from = entry.parentSnapshotId() == null ? null : places.get(entry.parentSnapshotId());
        Chart.Point to = places.get(entry.snapshotId());
        if (from != null && to != null && from.y() != to.y()) {
            chart.bow(time, from, to);
        }
    }

    private Map<String, List<SnapshotTreeEntry>> lanes() {
        Map<String, List<SnapshotTreeEntry>> all = content.tree().stream()
                .sorted(Comparator.comparing(SnapshotTreeEntry::startTime))
                .collect(Collectors.groupingBy(SnapshotTreeEntry::volumeId, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<SnapshotTreeEntry>> lanes = new LinkedHashMap<>();
        all.entrySet().stream()
                .limit(LANES_MAX)
                .forEach(lane -> lanes.put(
                        lane.getKey(),
                        lane.getValue()
                                .subList(
                                        Math.max(0, lane.getValue().size() - LANE_SNAPSHOTS_MAX),
                                        lane.getValue().size())));
        return lanes;
    }

    private String name(String volumeId) {
        String name = content.volumes().stream()
                .filter(volume -> volume.volumeId().equals(volumeId))
                .map(VolumeProtection::name)
                .findFirst()
                .orElse("");
        String shown =
                name.isEmpty() ? "…" + volumeId.substring(volumeId.length() - Math.min(6, volumeId.length())) : name;
        return shown.length() <= 9 ? shown : shown.substring(0, 8) + "…";
    }

    private static String words(SnapshotTreeEntry entry) {
        String unique =
                entry.sizes() == null ? "" : ", " + Human.size(entry.sizes().uniqueStoredBytes()) + " its own";
        String text = entry.description().isEmpty() ? "" : ", " + entry.description();
        return entry.snapshotId() + ", " + Human.time(entry.startTime()) + unique + text;
    }

    /** Larger for what has more of its own: its area grows with the logarithm. */
    private static double radius(SnapshotTreeEntry entry) {
        long own = entry.sizes() == null ? 0 : entry.sizes().uniqueStoredBytes();
        double doublings = Math.log1p(own / (double) (1 << 20)) / Math.log(2);
        return Math.min(9, 3 + doublings * 0.45);
    }
}
