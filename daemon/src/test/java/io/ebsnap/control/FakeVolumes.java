package io.ebsnap.control;

import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.Registration;
import io.ebsnap.volume.VolumeOrder;
import io.ebsnap.volume.VolumeRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Volumes in memory. */
final class FakeVolumes implements VolumeRegistry {

    static final Instant TIME = Instant.parse("2026-02-03T04:05:06Z");

    private final List<VolumeRecord> volumes = new ArrayList<>();

    void add(int number, String name, Tag... tags) {
        String id = "vol-0000000000000000" + number;
        volumes.add(new VolumeRecord(
                id, name, "/dev/loop" + number, "", (1L << 30) + 1, "available", TIME, List.of(tags), null));
    }

    @Override
    public Registration register(VolumeOrder order) {
        add(9, order.name(), order.tags().toArray(Tag[]::new));
        return new Registration(volumes.getLast(), true);
    }

    @Override
    public List<VolumeRecord> list() {
        return volumes;
    }

    @Override
    public VolumeRecord resolve(String volume) {
        return volumes.stream()
                .filter(record -> List.of(record.volumeId(), record.name(), record.device())
                        .contains(volume))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no volume " + volume));
    }

    @Override
    public VolumeRecord resolveOrRegister(String volume) {
        return resolve(volume);
    }

    @Override
    public VolumeRecord forget(String volume) {
        VolumeRecord record = resolve(volume);
        volumes.remove(record);
        return record;
    }
}
