package io.ebsnap.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ReplicaUpload;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file store on a disk whose power is cut at any operation. */
final class FileObjectStoreCrashTest {

    private static final int THREADS = 3;
    private static final int CUTS = 20;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    /** What must be there: the content of an object that is, or may be; and whether it may be there or not. */
    private record Expected(ByteBuffer content, boolean certain) {}

    private final Map<ObjectName, Expected> expected = new ConcurrentHashMap<>();

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyCutWhatWasPutIsWholeAndWhatWasDeletedIsGone(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        for (int cut = 0; cut < CUTS; cut++) {
            disk.cutAfter(random.nextInt(1, 80));
            try {
                workUntilCut(disk.open(), random.split(), "one");
            } catch (PowerCut e) {
                // That is what this is about, also while the store is opened.
            }
            check(disk);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyCutTheWorkOfSeveralThreadsIsWholeToo(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        for (int cut = 0; cut < CUTS; cut++) {
            ObjectStore store = disk.open();
            disk.cutAfter(random.nextInt(1, 200));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String who = "t" + i;
                SplittableRandom mine = random.split();
                threads.add(Thread.ofPlatform().name(who).start(() -> workUntilCut(store, mine, who)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            check(disk);
        }
    }

    private void workUntilCut(ObjectStore store, SplittableRandom random, String who) {
        try {
            while (true) {
                ObjectName name = new ObjectName(
                        "packs/" + random.nextInt(3) + "/" + random.nextInt(2) + "/" + who + random.nextInt(3));
                if (random.nextInt(3) > 0) {
                    put(store, name, random);
                } else {
                    delete(store, name);
                }
            }
        } catch (PowerCut e) {
            // Everything it had done is in the books.
        }
    }

    private void put(ObjectStore store, ObjectName name, SplittableRandom random) {
        byte[] content = new byte[random.nextInt(5000)];
        random.nextBytes(content);
        try (ObjectUpload upload = store.begin(name)) {
            int middle = random.nextInt(content.length + 1);
            upload.append(ByteBuffer.wrap(content, 0, middle));
            upload.append(ByteBuffer.wrap(content, middle, content.length - middle));
            if (random.nextInt(8) == 0) {
                return;
            }
            boolean isNew = expected.putIfAbsent(name, new Expected(ByteBuffer.wrap(content), false)) == null;
            assertThat(upload.commitIfAbsent()).isEqualTo(isNew);
            expected.computeIfPresent(name, (key, value) -> new Expected(value.content(), true));
        }
    }

    private void delete(ObjectStore store, ObjectName name) {
        boolean there = expected.computeIfPresent(name, (key, value) -> new Expected(value.content(), false)) != null;
        assertThat(store.delete(name)).isEqualTo(there);
        expected.remove(name);
    }

    /** What was in doubt is settled by what is there now. */
    private void check(PowerCutDisk disk) {
        try (ObjectStore store = disk.open()) {
            Map.copyOf(expected).forEach((name, object) -> {
                if (object.certain() || store.exists(name)) {
                    ByteBuffer found = ByteBuffer.allocate(Math.toIntExact(store.size(name)));
                    store.read(name, 0, found);
                    assertThat(found.flip()).isEqualTo(object.content());
                    expected.put(name, new Expected(object.content(), true));
                } else {
                    expected.remove(name);
                }
            });
            assertThat(names(store)).isEqualTo(expected.keySet());
        }
    }

    /** Whatever of the two copies a cut leaves, it is whole, and one that had replaced the other for sure is there. */
    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyCutOneOfTheTwoCopiesIsThereWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        ObjectName name = new ObjectName("packs/ab/ab01");
        byte[] settled = content(random);
        disk.open().putIfAbsent(name, ByteBuffer.wrap(settled));
        for (int cut = 0; cut < CUTS; cut++) {
            byte[] next = content(random);
            disk.cutAfter(random.nextInt(1, 12));
            boolean replaced = false;
            try (ReplicaUpload upload = disk.open().begin(name)) {
                upload.append(ByteBuffer.wrap(next));
                upload.commitReplacing();
                replaced = true;
            } catch (PowerCut e) {
                // Closing it is cut off too.
            }
            disk.cut();
            byte[] found = read(disk, name);
            assertThat(found).isIn(replaced ? List.of(next) : List.of(settled, next));
            settled = found;
        }
    }

    private static byte[] content(SplittableRandom random) {
        byte[] content = new byte[random.nextInt(1, 5000)];
        random.nextBytes(content);
        return content;
    }

    private static byte[] read(PowerCutDisk disk, ObjectName name) {
        try (ObjectStore store = disk.open()) {
            ByteBuffer found = ByteBuffer.allocate(Math.toIntExact(store.size(name)));
            store.read(name, 0, found);
            assertThat(names(store)).containsExactly(name);
            return found.array();
        }
    }

    private static Set<ObjectName> names(ObjectStore store) {
        try (Stream<ObjectName> names = store.list("")) {
            return names.collect(Collectors.toSet());
        }
    }

    @Test
    void aFullDiskIsExhaustedLeavesNothingAndWorksAgainAfterADelete() {
        PowerCutDisk disk = new PowerCutDisk(1);
        try (ObjectStore store = disk.open()) {
            ObjectName first = new ObjectName("a");
            ObjectName second = new ObjectName("b");
            disk.limitBytes(100_000);
            store.putIfAbsent(first, ByteBuffer.allocate(60_000));
            assertThatExceptionOfType(Failure.Exhausted.class)
                    .isThrownBy(() -> store.putIfAbsent(second, ByteBuffer.allocate(60_000)))
                    .withMessageContaining("b");
            assertThat(names(store)).containsExactly(first);
            assertThat(store.freeBytes()).isEqualTo(40_000);
            assertThat(store.delete(first)).isTrue();
            assertThat(store.putIfAbsent(second, ByteBuffer.allocate(60_000))).isTrue();
        }
    }
}
