package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.FakeTracker;
import io.ebsnap.tracking.RecheckSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an engine finds out what changed, whom it believes, and what comes of a lie. */
class ChangeFindingTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(1);
    private final FakeTracker tracker = new FakeTracker();

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void firstSnapshotIsFullAndSaysWhy() {
        engine.machine.add("/dev/a", 4 * MIB).scribble(new Random(1), 5);
        ChangeDetection detection = detection(engine.snapshot("/dev/a"));
        assertThat(detection.way()).isEqualTo(ChangeDetection.Way.FULL);
        assertThat(detection.reason()).contains("first snapshot");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everySnapshotOfAChainComparedByTagsRestoresToTheByte(long seed) {
        Random random = new Random(seed);
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB + 777);
        for (int i = 0; i < 5; i++) {
            device.scribble(random, 10);
            MemoryDevice instant = device.copy();
            SnapshotRecord taken = engine.snapshot("/dev/a");
            assertThat(engine.restored(taken).sameContent(instant)).isTrue();
            if (i > 0) {
                assertThat(detection(taken).tracker()).isEqualTo("keyed");
            }
        }
    }

    @Test
    void unchangedVolumeStoresNothingAndRechecksASample() {
        engine.machine.add("/dev/a", 40 * MIB).scribble(new Random(1), 60);
        SnapshotRecord first = engine.snapshot("/dev/a");
        SnapshotRecord second = engine.snapshot("/dev/a");
        assertThat(content(second).rootPageId()).isEqualTo(content(first).rootPageId());
        assertThat(content(second).bytesStored()).isZero();
        assertThat(content(second).blocksChanged()).isZero();
        assertThat(content(second).fullSnapshotSizeInBytes())
                .isEqualTo(content(first).fullSnapshotSizeInBytes());
        assertThat(detection(second).way()).isEqualTo(ChangeDetection.Way.EXACT);
        assertThat(detection(second).rechecked()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void tagsOutliveTheDaemon() {
        engine.machine.add("/dev/a", 10 * MIB).scribble(new Random(1), 15);
        engine.snapshot("/dev/a");
        engine.snapshots.close();
        engine.restart();
        assertThat(detection(engine.snapshot("/dev/a")).tracker()).isEqualTo("keyed");
    }

    @Test
    void oneFileOfTagsIsKeptForAVolumeAndNoneOfASnapshotThatIsGone() throws IOException {
        engine.machine.add("/dev/a", 10 * MIB).scribble(new Random(1), 15);
        engine.snapshot("/dev/a");
        SnapshotRecord second = engine.snapshot("/dev/a");
        assertThat(tagFiles()).hasSize(1);
        engine.snapshots.delete(List.of(new SnapshotId(second.snapshotId())));
        engine.snapshots.close();
        engine.restart();
        assertThat(tagFiles()).isEmpty();
        assertThat(detection(engine.snapshot("/dev/a")).way()).isEqualTo(ChangeDetection.Way.FULL);
    }

    @Test
    void anyFlippedBitOrLostEndOfTheTagsCostsTimeAndNeverGivesAWrongBlock() throws IOException {
        MemoryDevice device = engine.machine.add("/dev/a", 6 * MIB);
        Random random = new Random(9);
        device.scribble(random, 10);
        engine.snapshot("/dev/a");
        byte[] whole = Files.readAllBytes(tagFile());
        for (int i = 0; i < whole.length; i += 1 + random.nextInt(whole.length / 60)) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            requireRightWith(device, flipped);
        }
        for (int length : new int[] {0, 1, 123, 124, 136, whole.length / 2, whole.length - 1}) {
            requireRightWith(device, Arrays.copyOf(whole, length));
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        requireRightWith(device, longer);
    }

    /** The tags of the first snapshot under the name of the last one are of another snapshot too. */
    private void requireRightWith(MemoryDevice device, byte[] tags) throws IOException {
        SnapshotRecord parent = engine.snapshots.list().getLast();
        Files.write(tagFile(), tags);
        device.put(3, filled(tags.length + engine.snapshots.list().size()));
        MemoryDevice instant = device.copy();
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(taken.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(taken.origin().parentSnapshotId()).isEqualTo(parent.snapshotId());
        assertThat(detection(taken).way()).isEqualTo(ChangeDetection.Way.FULL);
        assertThat(detection(taken).reason()).startsWith("keyed: ");
        assertThat(engine.restored(taken).sameContent(instant)).isTrue();
    }

    @Test
    void damagedRecordInTheMiddleIsDoubtFromThereOn() throws IOException {
        MemoryDevice device = engine.machine.add("/dev/a", 4096L * VolumeGeometry.BLOCK_BYTES + 4 * MIB);
        for (long block : new long[] {1, 5, 4096, 4098}) {
            device.put(block, filled((int) block));
        }
        engine.snapshot("/dev/a");
        byte[] tags = Files.readAllBytes(tagFile());
        tags[124 + 12 + 512 + 32 + 16 + 12 + 40] ^= 1;
        Files.write(tagFile(), tags);
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(detection(taken).way()).isEqualTo(ChangeDetection.Way.FULL);
        assertThat(detection(taken).reason()).contains("cannot be read behind block");
        assertThat(engine.restored(taken).sameContent(device)).isTrue();
        assertThat(detection(engine.snapshot("/dev/a")).tracker()).isEqualTo("keyed");
    }

    @Test
    void volumeOfAnotherSizeIsComparedInFull() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(1), 15);
        engine.snapshot("/dev/a");
        device.resize(12 * MIB);
        ChangeDetection detection = detection(engine.snapshot("/dev/a"));
        assertThat(detection.way()).isEqualTo(ChangeDetection.Way.FULL);
        assertThat(detection.reason()).contains("has had " + 10 * MIB + " bytes");
    }

    @Test
    void chunkThatWasFoundDamagedIsStoredAgainThoughItsTagIsTheSame() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        device.scribble(new Random(1), 15);
        engine.snapshot("/dev/a");
        engine.damage(engine.packs(ChunkKind.DATA).getFirst(), 3000);
        engine.verify();
        SnapshotRecord healed = engine.snapshot("/dev/a");
        assertThat(content(healed).blocksStored()).isPositive();
        assertThat(engine.restored(healed).sameContent(device)).isTrue();
    }

    @Test
    void trackerThatIsRightSparesTheReading() {
        track(new RecheckSettings(1000, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 40 * MIB);
        for (int block = 0; block < 70; block++) {
            device.put(block, filled(block));
        }
        engine.snapshot("/dev/a");
        device.put(13, filled(99));
        device.put(75, filled(98));
        device.punch(17);
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(detection(taken).text()).startsWith("exact by fake, ");
        assertThat(content(taken).blocksRead()).isEqualTo(2 + detection(taken).rechecked());
        assertThat(content(taken).blocksChanged()).isEqualTo(3);
        assertThat(engine.restored(taken).sameContent(device)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everySnapshotOfATrackedChainRestoresToTheByteWhateverIsDeletedBetween(long seed) {
        track(new RecheckSettings(3, 1));
        Random random = new Random(seed);
        MemoryDevice device = engine.machine.add("/dev/a", 30 * MIB + 5);
        for (int i = 0; i < 6; i++) {
            device.scribble(random, 12);
            MemoryDevice instant = device.copy();
            SnapshotRecord taken = engine.snapshot("/dev/a");
            assertThat(engine.restored(taken).sameContent(instant)).isTrue();
            assertThat(detection(taken).tracker()).isEqualTo(i == 0 ? null : i == 4 ? "keyed" : "fake");
            if (i == 3) {
                tracker.forget(taken.volumeId());
            }
            engine.collect();
        }
    }

    @Test
    void lieIsFoundReportedAndTheSnapshotCompletedByAFullCompare() {
        track(new RecheckSettings(1, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB);
        device.scribble(new Random(1), 30);
        engine.snapshot("/dev/a");
        tracker.lieAbout(5);
        device.put(5, filled(77));
        device.put(9, filled(78));
        MemoryDevice instant = device.copy();
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(taken.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(detection(taken))
                .isEqualTo(ChangeDetection.full("fake called block 5 unchanged, and it has another content"));
        assertThat(engine.restored(taken).sameContent(instant)).isTrue();
        assertThat(content(taken).blocksZero() + content(taken).fullSnapshotSizeInBytes() / VolumeGeometry.BLOCK_BYTES)
                .isEqualTo(40);
    }

    @Test
    void lieIsOnRecordUntilSomebodyHasSeenToIt() {
        track(new RecheckSettings(1, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB);
        device.scribble(new Random(1), 30);
        engine.snapshot("/dev/a");
        assertThat(engine.snapshots.contradictions()).isEmpty();
        tracker.lieAbout(5);
        device.put(5, filled(77));
        SnapshotRecord finder = engine.snapshot("/dev/a");
        engine.snapshot("/dev/a");
        engine.snapshots.close();
        engine.restart();
        assertThat(engine.snapshots.contradictions())
                .extracting(
                        ContradictionRecord::volumeId,
                        ContradictionRecord::tracker,
                        ContradictionRecord::block,
                        ContradictionRecord::snapshotId)
                .containsExactly(tuple(finder.volumeId(), "fake", 5L, finder.snapshotId()));
        device.put(5, filled(78));
        SnapshotRecord again = engine.snapshot("/dev/a");
        assertThat(engine.snapshots.contradictions())
                .extracting(ContradictionRecord::snapshotId)
                .containsExactly(again.snapshotId());
        engine.snapshots.untrack("/dev/a");
        assertThat(engine.snapshots.contradictions()).isEmpty();
        device.put(5, filled(79));
        assertThat(detection(engine.snapshot("/dev/a")).way()).isEqualTo(ChangeDetection.Way.FULL);
        device.put(5, filled(80));
        engine.snapshot("/dev/a");
        assertThat(engine.snapshots.contradictions()).hasSize(1);
        engine.volumes.forget("/dev/a");
        assertThat(engine.snapshots.contradictions()).isEmpty();
    }

    @Test
    void lieAboutAHoleIsFoundToo() {
        track(new RecheckSettings(1, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB);
        device.put(1, filled(1));
        engine.snapshot("/dev/a");
        tracker.lieAbout(30);
        device.put(30, filled(77));
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(detection(taken).reason()).contains("block 30");
        assertThat(engine.restored(taken).sameContent(device)).isTrue();
    }

    @Test
    void whoLiedIsNotBelievedWhenTheSnapshotThatFoundOutFails() {
        track(new RecheckSettings(1, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB);
        device.scribble(new Random(1), 30);
        engine.snapshot("/dev/a");
        tracker.lieAbout(5);
        device.put(5, filled(77));
        engine.machine.loseInstants(true);
        assertThat(engine.snapshot("/dev/a").state()).isEqualTo(SnapshotState.ERROR);
        engine.machine.loseInstants(false);
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(detection(taken).way()).isEqualTo(ChangeDetection.Way.FULL);
        assertThat(detection(taken).reason()).contains("fake: nothing is kept").contains("keyed: no tags");
        assertThat(engine.restored(taken).sameContent(device)).isTrue();
    }

    @Test
    void trackerThatLosesCountIsBelievedNoFurtherAndTagsGoOn() {
        track(new RecheckSettings(10, 1));
        MemoryDevice device = engine.machine.add("/dev/a", 20 * MIB);
        device.scribble(new Random(1), 30);
        engine.snapshot("/dev/a");
        tracker.doubtFrom(20);
        device.put(5, filled(1));
        device.put(25, filled(2));
        SnapshotRecord taken = engine.snapshot("/dev/a");
        assertThat(detection(taken).tracker()).isEqualTo("keyed");
        assertThat(detection(taken).reason()).isEqualTo("fake: it lost count");
        assertThat(engine.restored(taken).sameContent(device)).isTrue();
    }

    private void track(RecheckSettings recheck) {
        engine.snapshots.close();
        engine.changeTrackers = List.of(tracker);
        engine.recheck = recheck;
        engine.restart();
    }

    private Path tagFile() throws IOException {
        return tagFiles().getFirst();
    }

    private List<Path> tagFiles() throws IOException {
        try (Stream<Path> files = Files.list(engine.tracking)) {
            return files.toList();
        }
    }

    private static ChangeDetection detection(SnapshotRecord record) {
        return ChangeDetection.parse(record.origin().changeDetection());
    }

    private static SnapshotContent content(SnapshotRecord record) {
        return Objects.requireNonNull(record.content());
    }

    private static byte[] filled(int seed) {
        byte[] content = new byte[VolumeGeometry.BLOCK_BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }
}
