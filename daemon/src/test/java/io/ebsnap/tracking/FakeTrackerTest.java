package io.ebsnap.tracking;

import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.InstantOrder;
import io.ebsnap.device.PointInTime;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.scenario.MemoryMachine;
import java.time.Instant;
import java.util.Optional;

/** The fake keeps to the contract, so that tests with it say something. */
class FakeTrackerTest extends ChangeTrackerContract {

    private final MemoryMachine machine = new MemoryMachine(() -> Instant.EPOCH);
    private final MemoryDevice device = machine.add("/dev/a", SIZE);
    private final FakeTracker tracker = new FakeTracker();

    @Override
    ChangeTracker tracker() {
        return tracker;
    }

    @Override
    void write(long block, byte[] content) {
        device.put(block, content);
    }

    @Override
    PointInTime instant(SnapshotId snapshot) {
        return machine.take(new InstantOrder("/dev/a", snapshot, Optional.of(ConsistencyMethod.REFLINK)));
    }
}
