package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.partition.DiskBytes;
import io.ebsnap.partition.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logical volumes of the groups whose physical volumes lie in a snapshot. */
final class VolumeGroups {

    private static final int SECTOR = 512;
    private static final int SEGMENTS_MAX = 65_536;

    /** Physical volumes by UUID: where each begins in the snapshot, and how long it is. */
    private final Map<String, Partition> physical = new LinkedHashMap<>();

    /** The metadata of each group, by its UUID: that of the highest number, if physical volumes do not agree. */
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private record Group(String name, LvmSection content) {
        long sequence() {
            return content.values().get("seqno") instanceof Long number ? number : 0;
        }
    }

    /**
     * Adds a physical volume.
     *
     * @param place of it
     * @param bytes of it
     * @throws Failure.Corrupt if its metadata cannot be understood
     */
    void add(Partition place, DiskBytes bytes) {
        Optional<LvmLabel> label = LvmLabel.find(bytes);
        label.ifPresent(found -> physical.put(found.uuid(), place));
        label.flatMap(found -> found.metadata(bytes)).map(LvmSection::parse).ifPresent(this::add);
    }

    private void add(LvmSection metadata) {
        metadata.sections().forEach((name, content) -> {
            Group found = new Group(name, content);
            Group known = groups.get(content.text("id"));
            if (!content.within("physical_volumes").isEmpty()
                    && (known == null || known.sequence() < found.sequence())) {
                groups.put(content.text("id"), found);
            }
        });
    }

    /** All that a user sees, by name. */
    List<LogicalVolume> volumes() {
        List<LogicalVolume> volumes = new ArrayList<>();
        for (Group group : groups.values()) {
            group.content().within("logical_volumes").forEach((name, content) -> {
                if (content.list("status").contains("VISIBLE")) {
                    volumes.add(volume(group, group.name() + "/" + name, content));
                }
            });
        }
        volumes.sort(Comparator.comparing(LogicalVolume::name));
        return volumes;
    }

    private LogicalVolume volume(Group group, String name, LvmSection content) {
        try {
            List<LvmSection> segments = content.sections().values().stream()
                    .sorted(Comparator.comparingLong(segment -> segment.number("start_extent")))
                    .toList();
            if (segments.size() > SEGMENTS_MAX) {
                throw new Failure.Corrupt("it has more than " + SEGMENTS_MAX + " segments");
            }
            return new LogicalVolume(name, stretches(group, segments), "");
        } catch (Failure | ArithmeticException e) {
            return new LogicalVolume(name, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private List<Stretch> stretches(Group group, List<LvmSection> segments) {
        long extentBytes = Math.multiplyExact(group.content().number("extent_size"), SECTOR);
        List<Stretch> stretches = new ArrayList<>();
        long extents = 0;
        for (LvmSection segment : segments) {
            if (!segment.text("type").equals("striped")) {
                throw new Failure.Unavailable(
                        "it is of type " + segment.text("type") + ": only linear and striped ones can be read", null);
            }
            if (segment.number("start_extent") != extents) {
                throw new Failure.Corrupt("its segments do not follow each other");
            }
            extents = Math.addExact(extents, segment.number("extent_count"));
            stretches.add(stretch(group, segment, extentBytes));
        }
        return stretches;
    }

    private Stretch stretch(Group group, LvmSection segment, long extentBytes) {
        List<?> stripes = segment.list("stripes");
        List<Long> origins = new ArrayList<>();
        for (int i = 0; i + 1 < stripes.size(); i += 2) {
            if (!(stripes.get(i) instanceof String name && stripes.get(i + 1) instanceof Long extent)) {
                throw new Failure.Corrupt("its stripes are not understood");
            }
            origins.add(origin(group, name, Math.multiplyExact(extent, extentBytes)));
        }
        long length = Math.multiplyExact(segment.number("extent_count"), extentBytes);
        long stripe = origins.size() == 1 ? length : Math.multiplyExact(segment.number("stripe_size"), SECTOR);
        return new Stretch(length, stripe, origins);
    }

    private long origin(Group group, String name, long within) {
        LvmSection volume = group.content().within("physical_volumes").get(name);
        String uuid = volume == null ? "" : volume.text("id");
        Partition place = physical.get(uuid);
        if (volume == null || place == null) {
            throw new Failure.Unavailable("a part of it lies on physical volume " + uuid + ", which is not here", null);
        }
        long start = Math.multiplyExact(volume.number("pe_start"), SECTOR);
        return Math.addExact(place.offset(), Math.addExact(start, within));
    }
}
