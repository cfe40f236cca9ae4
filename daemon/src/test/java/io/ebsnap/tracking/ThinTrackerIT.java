package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.Commands;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.KeptThinVolumes;
import io.ebsnap.device.PointInTime;
import io.ebsnap.device.ThinDelta;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real {@code thin_delta}; the pool is files. In a virtual machine the same runs on a real one: {@code scripts/vm/tests/lvm-sources}. */
@Timeout(300)
@Requires(command = {"thin_delta", "thin_restore"})
class ThinTrackerIT extends ChangeTrackerContract {

    private static final String KEPT = "ebsnap-kept-" + VOLUME;

    @TempDir
    private Path directory = Path.of("/");

    private FakeThinPool pool;

    @BeforeEach
    void makePool() throws IOException {
        pool = new FakeThinPool(directory, SIZE);
    }

    @Override
    ThinTracker tracker() {
        return tracker(10);
    }

    private ThinTracker tracker(int freePercentMin) {
        Path state = pool.file("tracking");
        return new ThinTracker(new KeptThinVolumes(tools()), new ThinDelta(tools(), state), state, freePercentMin);
    }

    private Tools tools() {
        return new Tools(List.of(pool.programs()), new Commands(System::nanoTime), Duration.ofMinutes(1));
    }

    @Override
    void write(long block, byte[] content) throws IOException {
        pool.write(block * VolumeGeometry.BLOCK_BYTES, content.length);
    }

    @Override
    PointInTime instant(SnapshotId snapshot) {
        String name = "ebsnap-" + snapshot.value();
        pool.run("lvcreate", "--name", name, "--addtag", "ebsnap", "vg/data");
        return new ThinInstant(name);
    }

    @Test
    void discardedUnitsHaveChangedAndThoseNeverWrittenHaveNot() throws Exception {
        pool.write(0, 20L * VolumeGeometry.BLOCK_BYTES);
        TrackedSnapshot parent = complete();
        pool.discard(3L * VolumeGeometry.BLOCK_BYTES + FakeThinPool.UNIT_BYTES, FakeThinPool.UNIT_BYTES);
        pool.discard(5L * VolumeGeometry.BLOCK_BYTES, 2L * VolumeGeometry.BLOCK_BYTES);
        pool.write(30L * VolumeGeometry.BLOCK_BYTES - 1, 2);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS - 5).doesNotContain(3L, 5L, 6L, 29L, 30L);
        }
    }

    @Test
    void unitsThatAreNoPartOfABlockCountForEachBlockThatTheyTouch() throws Exception {
        pool.volume(
                "pool",
                "lv_attr=twi-aotz-- lv_uuid=uuid-pool chunk_size=" + 3 * FakeThinPool.UNIT_BYTES
                        + " data_percent=1 metadata_percent=1");
        Files.writeString(
                pool.file("bin/dmsetup"),
                Files.readString(pool.file("bin/dmsetup"))
                        .replace("data_block_size=\\\"128", "data_block_size=\\\"384")
                        .replace("* 128", "* 384"));
        TrackedSnapshot parent = complete();
        // Unit 2 has bytes 393,216 to 589,824: the end of block 0, and the beginning of block 1.
        pool.write(2L * FakeThinPool.UNIT_BYTES, 1);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS - 2).doesNotContain(0L, 1L);
        }
    }

    @Test
    void mappingsBeyondTheEndOfAVolumeThatHasShrunkAreNoneOfItsBlocks() throws Exception {
        pool.write(0, SIZE + 40L * VolumeGeometry.BLOCK_BYTES);
        TrackedSnapshot parent = complete();
        pool.write(SIZE + 20L * VolumeGeometry.BLOCK_BYTES, VolumeGeometry.BLOCK_BYTES);
        write(8, content(new Random(1), 8));
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS - 1).doesNotContain(8L);
        }
    }

    @Test
    void oneSnapshotIsKeptAndNothingIsLeftWhenItIsForgotten() throws Exception {
        write(1, content(new Random(1), 1));
        complete();
        TrackedSnapshot second = complete();
        assertThat(pool.snapshots()).containsExactly(KEPT);
        assertThat(Files.readString(pool.file("lv/vg/" + KEPT))).contains("lv_tags=ebsnap," + second.snapshot());
        assertThat(Files.readAllLines(pool.file("calls"))).noneMatch(call -> call.startsWith("lvchange"));
        tracker().forget(VOLUME);
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.file("tracking")).isEmptyDirectory();
    }

    @Test
    void whatIsNotToTheLetterWhatWasKeptIsDoubted() throws Exception {
        TrackedSnapshot parent = written();
        requireDoubtWhile(KEPT, "Vri---", "Vwi---", parent, "can be written to");
        requireDoubtWhile(KEPT, "lv_uuid=uuid-3", "lv_uuid=uuid-9", parent, "is another now");
        requireDoubtWhile(KEPT, "thin_id=3", "thin_id=9", parent, "is another now");
        requireDoubtWhile(KEPT, "lv_size=" + SIZE, "lv_size=" + (SIZE + 512), parent, "is another now");
        requireDoubtWhile(KEPT, "transaction_id=2", "transaction_id=1", parent, "is another now");
        requireDoubtWhile(KEPT, "uuid-pool", "uuid-other", parent, "is another now");
        requireDoubtWhile("data", "thin_id=1", "thin_id=3", parent, "is another now");
        requireDoubtWhile("data", "lv_uuid=uuid-1", "lv_uuid=uuid-9", parent, "is another now");
        assertThat(known(parent)).isTrue();
        Files.delete(pool.file("lv/vg/" + KEPT));
        requireDoubt(parent, "the snapshot that was kept is gone");
    }

    @Test
    void snapshotOfAnotherVolumeInItsPlaceIsDoubted() throws Exception {
        TrackedSnapshot parent = written();
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            String name = instant.artifact().orElseThrow().substring("/dev/vg/".length());
            pool.change(name, "origin_uuid=uuid-1", "origin_uuid=uuid-7");
            assertDoubt(tracker().since(parent, instant), "not of one pool and one volume");
        }
    }

    @Test
    void programThatIsMissingWrongOrFailsIsDoubted() throws Exception {
        TrackedSnapshot parent = written();
        Files.writeString(pool.file("fail-thin_delta"), "no such device");
        requireDoubt(parent, "thin_delta: exit status 5: no such device");
        assertThat(pool.file("held")).doesNotExist();
        Files.delete(pool.file("fail-thin_delta"));
        Files.delete(pool.file("bin/thin_delta"));
        requireDoubt(parent, "thin_delta is not installed");
        complete();
        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void versionsThatWereWrongAreNotUsed() throws Exception {
        ThinDelta delta = new ThinDelta(tools(), pool.file("tracking"));
        for (String version : new String[] {"0.6.3", "1.0", "thin_delta 1.0.5", "none"}) {
            Files.writeString(pool.file("version"), version + "\n");
            assertThat(delta.missing()).isPresent();
        }
        for (String version : new String[] {"0.7.0", "0.9.0", "1.0.6", "thin_delta 1.0.11", "1.1.0", "2.0"}) {
            Files.writeString(pool.file("version"), version + "\n");
            assertThat(delta.missing()).isEmpty();
        }
    }

    @Test
    void outputThatDoesNotAddUpOrIsNotUnderstoodIsDoubtedAndNothingStaysReserved() throws Exception {
        for (int block = 0; block < BLOCKS; block += 3) {
            write(block, content(new Random(1), block));
        }
        TrackedSnapshot parent = complete();
        write(6, content(new Random(1), 6));
        write(7, content(new Random(1), 7));
        for (String edit : new String[] {
            "/<same/{ s/.*//; :a; n; ba }",
            "/<different/d",
            "/<right_only/d",
            "s/<different/<differing/",
            "s/begin=\"0\" length=\"8\"/begin=\"0\" length=\"7\"/",
            "s/data_block_size=\"128\"/data_block_size=\"64\"/",
            "s/transaction=\"[0-9]*\"/transaction=\"1\"/",
            "s/left=\"3\"/left=\"1\"/",
            "/<\\/superblock>/d",
            "1i <!DOCTYPE x>",
        }) {
            Files.writeString(pool.file("edit-delta"), edit + "\n");
            requireDoubt(parent, "what thin_delta printed");
            assertThat(pool.file("held")).doesNotExist();
        }
        Files.delete(pool.file("edit-delta"));
        assertThat(known(parent)).isTrue();
        assertThat(Files.readString(pool.file("delta"))).contains("<same", "<different", "<right_only");
    }

    @Test
    void metadataThatSomebodyElseHasReservedAreLeftToHim() throws Exception {
        TrackedSnapshot parent = written();
        Files.createFile(pool.file("held"));
        requireDoubt(parent, "reserved by somebody else");
        tracker().sweep(snapshot -> true);
        assertThat(pool.file("held")).exists();
        Files.delete(pool.file("held"));
        assertThat(known(parent)).isTrue();
    }

    @Test
    void metadataThatCouldNotBeReleasedAreReleasedAtTheNextTry() throws Exception {
        TrackedSnapshot parent = written();
        Files.writeString(pool.file("tracking/vg-pool-tpool.reserved"), "vg-pool-tpool");
        Files.createFile(pool.file("held"));
        assertThat(known(parent)).isTrue();
        assertThat(pool.file("held")).doesNotExist();
        assertThat(pool.file("tracking/vg-pool-tpool.reserved")).doesNotExist();
    }

    @Test
    void volumeWithAnOriginOutsideOfItsPoolIsDoubted() throws Exception {
        TrackedSnapshot parent = written();
        Files.writeString(pool.file("external"), " 253:9");
        requireDoubt(parent, "an origin outside of its pool");
    }

    @Test
    void instantOfAThickVolumeOrHadOtherwiseIsDoubtedOnlyWhereSomethingIsKept() throws Exception {
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            String name = instant.artifact().orElseThrow().substring("/dev/vg/".length());
            pool.change(name, "pool_lv=pool", "pool_lv=");
            assertThat(tracker().since(next(), instant)).isInstanceOf(ChangeTracker.Answer.Inapplicable.class);
            tracker().completed(next(), instant);
            assertThat(pool.snapshots()).containsExactly(name);
            TrackedSnapshot parent = complete();
            assertDoubt(tracker().since(parent, instant), "not of a thin volume");
            tracker().completed(next(), instant);
            assertThat(pool.snapshots()).containsExactly(name);
        }
    }

    @Test
    void nothingIsKeptWhereThePoolIsFullAndWhatIsKeptIsGivenUp() throws Exception {
        TrackedSnapshot parent = written();
        tracker().relieve();
        assertThat(pool.snapshots()).containsExactly(KEPT);
        pool.used(5, 91);
        tracker().relieve();
        assertThat(pool.snapshots()).isEmpty();
        requireDoubt(parent, "no snapshot is kept");
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThatThrownBy(() -> tracker().completed(next(), instant))
                    .isInstanceOf(Failure.Exhausted.class)
                    .hasMessageContaining("10 %");
        }
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.file("tracking")).isEmptyDirectory();
    }

    @Test
    void volumeThatIsNotOursIsNeverRemovedAndNothingIsKeptInItsPlace() throws Exception {
        pool.volume(KEPT, Files.readString(pool.file("lv/vg/data")));
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThatThrownBy(() -> tracker().completed(next(), instant)).isInstanceOf(Failure.class);
        }
        tracker().forget(VOLUME);
        assertThat(pool.snapshots()).containsExactly(KEPT);
    }

    @Test
    void damagedNoteIsDoubtedAndWhatItNotedIsRemovedAllTheSame() throws Exception {
        TrackedSnapshot parent = written();
        Path note = pool.file("tracking/" + VOLUME + ".thin");
        byte[] whole = Files.readAllBytes(note);
        whole[130] ^= 1;
        Files.write(note, whole);
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(tracker().since(parent, instant)).isInstanceOf(ChangeTracker.Answer.Doubt.class);
        }
        tracker().forget(VOLUME);
        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.file("tracking")).isEmptyDirectory();
    }

    @Test
    void afterACrashAtAnyMomentNothingIsLeftAndNothingIsOverlooked() throws Exception {
        Random random = new Random(7);
        write(1, content(random, 1));
        write(20, content(random, 20));
        TrackedSnapshot parent = complete();
        write(1, content(random, 1));
        TrackedSnapshot child = next();
        Files.createDirectory(pool.file("states"));
        try (PointInTime instant = instant(new SnapshotId(child.snapshot()))) {
            assertThat(unchanged(parent, instant)).hasSize(BLOCKS - 1).doesNotContain(1L);
            tracker().completed(child, instant);
        }
        List<Path> states = moments();
        assertThat(states).hasSizeGreaterThan(12);
        int kept = 0;
        for (Path state : states) {
            pool.restore(state);
            restart();
            write(2, content(random, 2));
            kept += requireRightOf(parent, Set.of(1L, 2L)) ? 1 : 0;
            kept += requireRightOf(child, Set.of(2L)) ? 1 : 0;
            TrackedSnapshot third = complete();
            assertThat(known(third)).isTrue();
        }
        assertThat(kept).isGreaterThan(4);
    }

    private List<Path> moments() throws IOException {
        try (Stream<Path> found = Files.list(pool.file("states"))) {
            List<Path> states = new ArrayList<>(found.toList());
            Files.move(pool.file("states"), pool.file("moments"));
            states.replaceAll(state -> pool.file("moments").resolve(state.getFileName()));
            return states;
        }
    }

    /** What a start does: the instant's snapshot goes, or is gone on with, and what was left is swept up. */
    private void restart() throws IOException {
        for (String name : pool.snapshots()) {
            if (name.startsWith("ebsnap-snap-")) {
                pool.run("lvremove", "vg/" + name);
            }
        }
        tracker().sweep(snapshot -> true);
        assertThat(pool.file("held")).doesNotExist();
        try (Stream<Path> notes = Files.list(pool.file("tracking"))) {
            List<String> names =
                    notes.map(note -> String.valueOf(note.getFileName())).toList();
            assertThat(names).isSubsetOf(VOLUME + ".thin");
            assertThat(pool.snapshots()).hasSize(names.size());
        }
    }

    private boolean requireRightOf(TrackedSnapshot parent, Set<Long> changed) throws Exception {
        if (!known(parent)) {
            return false;
        }
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertThat(unchanged(parent, instant)).doesNotContainAnyElementsOf(changed);
        }
        return true;
    }

    private TrackedSnapshot written() throws Exception {
        write(1, content(new Random(1), 1));
        return complete();
    }

    private boolean known(TrackedSnapshot parent) throws Exception {
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            ChangeTracker.Answer answer = tracker().since(parent, instant);
            if (answer instanceof ChangeTracker.Answer.Known known) {
                known.changes().close();
            }
            return answer instanceof ChangeTracker.Answer.Known;
        }
    }

    private void requireDoubtWhile(String volume, String from, String to, TrackedSnapshot parent, String words)
            throws Exception {
        pool.change(volume, from, to);
        requireDoubt(parent, words);
        pool.change(volume, to, from);
    }

    private void requireDoubt(TrackedSnapshot parent, String words) throws Exception {
        try (PointInTime instant = instant(new SnapshotId(next().snapshot()))) {
            assertDoubt(tracker().since(parent, instant), words);
        }
    }

    private static void assertDoubt(ChangeTracker.Answer answer, String words) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        ChangeTracker.Answer.Doubt.class,
                        doubt -> assertThat(doubt.reason()).contains(words));
    }

    /** Held by a snapshot that goes with it. */
    private final class ThinInstant implements PointInTime {
        private final String name;

        ThinInstant(String name) {
            this.name = name;
        }

        @Override
        public BlockSource source() {
            throw new AssertionError("no data is read");
        }

        @Override
        public ConsistencyMethod method() {
            return ConsistencyMethod.LVM_SNAPSHOT;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<String> artifact() {
            return Optional.of("/dev/vg/" + name);
        }

        @Override
        public void confirm() {
            // Nothing was read.
        }

        @Override
        public void suspend() {
            // It stays.
        }

        @Override
        public void close() {
            pool.run("lvremove", "vg/" + name);
        }
    }
}
