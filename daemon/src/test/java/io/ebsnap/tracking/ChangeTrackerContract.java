package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.device.PointInTime;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every tracker must do: never call a changed block unchanged, and know nothing unless everything matches. */
abstract class ChangeTrackerContract {

    static final int BLOCKS = 40;
    static final long SIZE = (BLOCKS - 1L) * VolumeGeometry.BLOCK_BYTES + 4096;
    static final String VOLUME = "vol-0123456789abcdef0";

    private long snapshots;

    /** The tracker, as a daemon has it that was started just now. */
    abstract ChangeTracker tracker() throws Exception;

    /** Writes a block of the volume: {@link VolumeGeometry#BLOCK_BYTES} bytes, or fewer for the last one. */
    abstract void write(long block, byte[] content) throws Exception;

    /** An instant of the volume, for a snapshot. */
    abstract PointInTime instant(SnapshotId snapshot) throws Exception;

    @Test
    void knowsNothingBeforeASnapshotIsCompleted() throws Exception {
        TrackedSnapshot first = next();
        try (PointInTime instant = instant(new SnapshotId(first.snapshot()))) {
            assertThat(tracker().since(first, instant)).isNotInstanceOf(ChangeTracker.Answer.Known.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void callsNoChangedBlockUnchangedAndMostOthers(long seed) throws Exception {
        Random random = new Random(seed);
        for (int block = 0; block < BLOCKS; block += 2) {
            write(block, content(random, block));
        }
        TrackedSnapshot parent = complete();
        for (int round = 0; round < 4; round++) {
            Set<Long> changed = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                long block = random.nextInt(BLOCKS);
                changed.add(block);
                write(block, content(random, block));
            }
            TrackedSnapshot child = next();
            try (PointInTime instant = instant(new SnapshotId(child.snapshot()))) {
                Set<Long> unchanged = unchanged(parent, instant);
                assertThat(unchanged).doesNotContainAnyElementsOf(changed);
                assertThat(unchanged.size() + changed.size()).isGreaterThanOrEqualTo(BLOCKS - 2);
                tracker().completed(child, instant);
            }
            parent = child;
        }
    }

    @Test
    void unchangedVolumeIsUnchangedToItsShortEnd() throws Exception {
        write(BLOCKS - 1, content(new Random(1), BLOCKS - 1));
        TrackedSnapshot parent = complete();
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS);
        }
    }

    @Test
    void knowsNothingUnlessEverythingMatches() throws Exception {
        write(0, content(new Random(1), 0));
        TrackedSnapshot parent = complete();
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            Optional<ChunkId> otherRoot = Optional.of(ChunkId.of(new byte[32]));
            for (TrackedSnapshot other : new TrackedSnapshot[] {
                with(parent, "vol-0123456789abcdef1", parent.snapshot(), parent.domain(), parent.root()),
                with(parent, VOLUME, "snap-fffffffffffffffff", parent.domain(), parent.root()),
                with(parent, VOLUME, parent.snapshot(), DomainId.of(new byte[16]), parent.root()),
                with(parent, VOLUME, parent.snapshot(), parent.domain(), otherRoot),
                with(parent, VOLUME, parent.snapshot(), parent.domain(), Optional.empty()),
                new TrackedSnapshot(VOLUME, parent.snapshot(), parent.domain(), SIZE + 4096, 1, parent.root()),
            }) {
                assertThat(tracker().since(other, instant)).isNotInstanceOf(ChangeTracker.Answer.Known.class);
            }
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS);
        }
    }

    @Test
    void knowsNothingOfWhatItWasToldToForget() throws Exception {
        write(0, content(new Random(1), 0));
        TrackedSnapshot parent = complete();
        tracker().forget(VOLUME);
        tracker().forget(VOLUME);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(tracker().since(parent, instant)).isNotInstanceOf(ChangeTracker.Answer.Known.class);
        }
    }

    @Test
    void knowsNothingOfASnapshotThatIsGone() throws Exception {
        write(0, content(new Random(1), 0));
        TrackedSnapshot parent = complete();
        tracker().sweep(snapshot -> snapshot.equals(parent.snapshot()));
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS);
        }
        tracker().sweep(snapshot -> false);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(tracker().since(parent, instant)).isNotInstanceOf(ChangeTracker.Answer.Known.class);
        }
    }

    /** A snapshot of the volume as it is now. */
    final TrackedSnapshot complete() throws Exception {
        TrackedSnapshot snapshot = next();
        try (PointInTime instant = instant(new SnapshotId(snapshot.snapshot()))) {
            tracker().completed(snapshot, instant);
        }
        return snapshot;
    }

    final TrackedSnapshot next() {
        snapshots++;
        byte[] root = new byte[ChunkId.BYTES];
        root[0] = (byte) snapshots;
        return new TrackedSnapshot(
                VOLUME,
                "snap-%017x".formatted(snapshots),
                DomainId.parse("0f".repeat(16)),
                SIZE,
                BLOCKS,
                Optional.of(ChunkId.of(root)));
    }

    /** The blocks that it calls unchanged, asked for in odd steps. */
    final Set<Long> unchanged(TrackedSnapshot parent, PointInTime instant) throws Exception {
        ChangeTracker.Answer answer = tracker().since(parent, instant);
        assertThat(answer).isInstanceOf(ChangeTracker.Answer.Known.class);
        Set<Long> unchanged = new HashSet<>();
        try (ChangeCursor changes = ((ChangeTracker.Answer.Known) answer).changes()) {
            for (long block = 0; block < BLOCKS; ) {
                long count = changes.unchangedFrom(block, Math.min(7, BLOCKS - block));
                assertThat(count).isBetween(0L, Math.min(7, BLOCKS - block));
                for (long i = 0; i < count; i++) {
                    unchanged.add(block + i);
                }
                block += Math.max(1, count);
            }
            assertThat(changes.doubt()).isEmpty();
            assertThat(changes.voided()).isEmpty();
        }
        return unchanged;
    }

    static byte[] content(Random random, long block) {
        byte[] content = new byte[block == BLOCKS - 1 ? 4096 : VolumeGeometry.BLOCK_BYTES];
        random.nextBytes(content);
        return content;
    }

    private static TrackedSnapshot with(
            TrackedSnapshot of, String volume, String snapshot, DomainId domain, Optional<ChunkId> root) {
        return new TrackedSnapshot(volume, snapshot, domain, of.sizeBytes(), of.contentBlocks(), root);
    }
}
