package io.ebsnap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every object store promises. */
public interface ObjectStoreContract {

    /** A store with nothing in it; the test closes it. */
    ObjectStore newStore();

    private static ObjectName name(String value) {
        return new ObjectName(value);
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] readAll(ObjectStore store, ObjectName name) {
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(store.size(name)));
        store.read(name, 0, target);
        return target.array();
    }

    private static List<String> names(ObjectStore store, String prefix) {
        try (Stream<ObjectName> found = store.list(prefix)) {
            return found.map(ObjectName::value).sorted().toList();
        }
    }

    @Test
    default void anObjectThatWasPutIsReadBackWhole() {
        try (ObjectStore store = newStore()) {
            byte[] content = random(1, 300_000);
            assertThat(store.putIfAbsent(name("packs/ab/abcd"), ByteBuffer.wrap(content)))
                    .isTrue();
            assertThat(store.exists(name("packs/ab/abcd"))).isTrue();
            assertThat(store.size(name("packs/ab/abcd"))).isEqualTo(300_000);
            assertThat(readAll(store, name("packs/ab/abcd"))).isEqualTo(content);
        }
    }

    @Test
    default void aPutReadsFromPositionToLimitAndLeavesThemAsTheyAre() {
        try (ObjectStore store = newStore()) {
            ByteBuffer content = ByteBuffer.allocateDirect(10).put(0, random(2, 10));
            content.position(3).limit(7);
            store.putIfAbsent(name("a"), content);
            assertThat(content.position()).isEqualTo(3);
            assertThat(content.limit()).isEqualTo(7);
            assertThat(readAll(store, name("a"))).isEqualTo(Arrays.copyOfRange(random(2, 10), 3, 7));
        }
    }

    @Test
    default void aPutNeverReplacesAnObject() {
        try (ObjectStore store = newStore()) {
            store.putIfAbsent(name("a"), ByteBuffer.wrap(new byte[] {1}));
            assertThat(store.putIfAbsent(name("a"), ByteBuffer.wrap(new byte[] {2, 2})))
                    .isFalse();
            assertThat(readAll(store, name("a"))).containsExactly(1);
        }
    }

    @Test
    default void anUploadIsSeenByNobodyBeforeItsCommit() {
        try (ObjectStore store = newStore();
                ObjectUpload upload = store.begin(name("dir/a"))) {
            upload.append(ByteBuffer.wrap(random(3, 1000)));
            assertThat(store.exists(name("dir/a"))).isFalse();
            assertThat(names(store, "")).isEmpty();
            assertThatExceptionOfType(Failure.NotFound.class).isThrownBy(() -> store.size(name("dir/a")));
            assertThat(upload.commitIfAbsent()).isTrue();
            assertThat(store.exists(name("dir/a"))).isTrue();
            assertThat(names(store, "")).containsExactly("dir/a");
        }
    }

    @Test
    default void anUploadThatIsClosedWithoutCommitLeavesNothing() {
        try (ObjectStore store = newStore()) {
            try (ObjectUpload upload = store.begin(name("dir/a"))) {
                upload.append(ByteBuffer.wrap(random(4, 5000)));
                assertThat(upload.length()).isEqualTo(5000);
            }
            assertThat(names(store, "")).isEmpty();
            assertThat(store.putIfAbsent(name("dir/a"), ByteBuffer.wrap(new byte[] {9})))
                    .isTrue();
            assertThat(readAll(store, name("dir/a"))).containsExactly(9);
        }
    }

    @Test
    default void closingAnUploadAfterItsCommitChangesNothing() {
        try (ObjectStore store = newStore()) {
            ObjectUpload upload = store.begin(name("a"));
            upload.append(ByteBuffer.wrap(new byte[] {7}));
            upload.commitIfAbsent();
            upload.close();
            upload.close();
            assertThat(readAll(store, name("a"))).containsExactly(7);
        }
    }

    @Test
    default void anUploadThatHasEndedTakesNothingMore() {
        try (ObjectStore store = newStore()) {
            ObjectUpload upload = store.begin(name("a"));
            upload.close();
            assertThatIllegalStateException().isThrownBy(() -> upload.append(ByteBuffer.wrap(new byte[] {1})));
            assertThatIllegalStateException().isThrownBy(upload::commitIfAbsent);
            assertThat(store.exists(name("a"))).isFalse();
        }
    }

    @Test
    default void anEmptyObjectIsAnObject() {
        try (ObjectStore store = newStore()) {
            assertThat(store.putIfAbsent(name("empty"), ByteBuffer.allocate(0))).isTrue();
            assertThat(store.putIfAbsent(name("empty"), ByteBuffer.allocate(5))).isFalse();
            assertThat(store.size(name("empty"))).isZero();
            store.read(name("empty"), 0, ByteBuffer.allocate(0));
            assertThat(names(store, "e")).containsExactly("empty");
        }
    }

    @Test
    default void anyRangeIsReadIntoHeapAndDirectBuffers() {
        try (ObjectStore store = newStore()) {
            byte[] content = random(5, 1_000_000);
            store.putIfAbsent(name("a"), ByteBuffer.wrap(content));
            SplittableRandom random = new SplittableRandom(6);
            for (int round = 0; round < 200; round++) {
                int from = random.nextInt(content.length);
                int length = random.nextInt(content.length - from + 1);
                ByteBuffer target =
                        round % 2 == 0 ? ByteBuffer.allocate(length + 7) : ByteBuffer.allocateDirect(length + 7);
                target.position(3).limit(3 + length);
                store.read(name("a"), from, target);
                assertThat(target.hasRemaining()).isFalse();
                assertThat(target.flip().position(3)).isEqualTo(ByteBuffer.wrap(content, from, length));
            }
        }
    }

    @Test
    default void aRangeBeyondTheEndIsCorrupt() {
        try (ObjectStore store = newStore()) {
            store.putIfAbsent(name("a"), ByteBuffer.wrap(new byte[100]));
            assertThatExceptionOfType(Failure.Corrupt.class)
                    .isThrownBy(() -> store.read(name("a"), 50, ByteBuffer.allocate(51)))
                    .withMessageContaining("a");
            assertThatExceptionOfType(Failure.Corrupt.class)
                    .isThrownBy(() -> store.read(name("a"), Long.MAX_VALUE, ByteBuffer.allocate(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> store.read(name("a"), -1, ByteBuffer.allocate(1)));
        }
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        try (ObjectStore store = newStore()) {
            assertThat(store.exists(name("a/b"))).isFalse();
            assertThat(store.delete(name("a/b"))).isFalse();
            assertThatExceptionOfType(Failure.NotFound.class)
                    .isThrownBy(() -> store.size(name("a/b")))
                    .withMessageContaining("a/b");
            assertThatExceptionOfType(Failure.NotFound.class)
                    .isThrownBy(() -> store.read(name("a/b"), 0, ByteBuffer.allocate(1)))
                    .withMessageContaining("a/b");
        }
    }

    @Test
    default void aListShowsExactlyWhatBeginsWithThePrefix() {
        try (ObjectStore store = newStore()) {
            for (String value : List.of("store", "packs/aa/aa1", "packs/ab/ab1", "packs/ab/ab2", "packs-old/x")) {
                store.putIfAbsent(name(value), ByteBuffer.wrap(new byte[] {1}));
            }
            assertThat(names(store, "")).hasSize(5);
            assertThat(names(store, "packs/ab/")).containsExactly("packs/ab/ab1", "packs/ab/ab2");
            assertThat(names(store, "packs/a")).containsExactly("packs/aa/aa1", "packs/ab/ab1", "packs/ab/ab2");
            assertThat(names(store, "packs")).hasSize(4);
            assertThat(names(store, "packs/ab/ab1")).containsExactly("packs/ab/ab1");
            assertThat(names(store, "packs/ab/ab1/")).isEmpty();
            assertThat(names(store, "nothing/here")).isEmpty();
            assertThat(names(store, "../")).isEmpty();
        }
    }

    @Test
    default void aDeletedObjectIsSeenByNobodyAndItsNameIsFreeAgain() {
        try (ObjectStore store = newStore()) {
            store.putIfAbsent(name("d/e/a"), ByteBuffer.wrap(new byte[] {1}));
            store.read(name("d/e/a"), 0, ByteBuffer.allocate(1));
            assertThat(store.delete(name("d/e/a"))).isTrue();
            assertThat(store.exists(name("d/e/a"))).isFalse();
            assertThat(names(store, "")).isEmpty();
            assertThatExceptionOfType(Failure.NotFound.class)
                    .isThrownBy(() -> store.read(name("d/e/a"), 0, ByteBuffer.allocate(1)));
            assertThat(store.delete(name("d/e/a"))).isFalse();
            assertThat(store.putIfAbsent(name("d/e/a"), ByteBuffer.wrap(new byte[] {2})))
                    .isTrue();
            assertThat(readAll(store, name("d/e/a"))).containsExactly(2);
        }
    }

    @Test
    default void anObjectOfAHundredMebibytesStreamsInAndOut() {
        try (ObjectStore store = newStore()) {
            ByteBuffer part = ByteBuffer.wrap(random(8, 1 << 20));
            try (ObjectUpload upload = store.begin(name("packs/big"))) {
                for (int i = 0; i < 100; i++) {
                    upload.append(part.duplicate().putInt(0, i));
                }
                assertThat(upload.commitIfAbsent()).isTrue();
            }
            assertThat(store.size(name("packs/big"))).isEqualTo(100L << 20);
            ByteBuffer target = ByteBuffer.allocate(1 << 20);
            for (int i = 99; i >= 0; i--) {
                store.read(name("packs/big"), (long) i << 20, target.clear());
                assertThat(target.getInt(0)).isEqualTo(i);
                assertThat(target.flip().position(4)).isEqualTo(part.duplicate().position(4));
            }
        }
    }

    @Test
    default void ofManyConcurrentPutsExactlyOneWinsAndIsWhole() throws Exception {
        int threads = 4;
        try (ObjectStore store = newStore();
                ExecutorService pool = Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("put-", 0).factory())) {
            for (int round = 0; round < 50; round++) {
                ObjectName name = name("new-" + round + "/dir/a");
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Callable<Boolean>> puts = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    byte[] content = new byte[1000 + thread];
                    Arrays.fill(content, (byte) thread);
                    puts.add(() -> {
                        start.await();
                        return store.putIfAbsent(name, ByteBuffer.wrap(content));
                    });
                }
                List<Future<Boolean>> results = pool.invokeAll(puts);
                int winner = -1;
                for (int thread = 0; thread < threads; thread++) {
                    if (results.get(thread).get()) {
                        assertThat(winner).isEqualTo(-1);
                        winner = thread;
                    }
                }
                byte[] found = readAll(store, name);
                assertThat(found).hasSize(1000 + winner).containsOnly(winner);
            }
        }
    }

    @Test
    default void readersBesideADeleteSeeTheWholeObjectOrNone() throws Exception {
        byte[] content = random(9, 200_000);
        try (ObjectStore store = newStore();
                ExecutorService pool = Executors.newFixedThreadPool(
                        3, Thread.ofPlatform().name("read-", 0).factory())) {
            for (int round = 0; round < 100; round++) {
                ObjectName name = name("packs/x");
                store.putIfAbsent(name, ByteBuffer.wrap(content));
                CyclicBarrier start = new CyclicBarrier(3);
                Callable<Boolean> read = () -> {
                    start.await();
                    try {
                        for (int i = 0; i < 20; i++) {
                            ByteBuffer target = ByteBuffer.allocate(content.length);
                            store.read(name, 0, target);
                            assertThat(target.array()).isEqualTo(content);
                        }
                        return true;
                    } catch (Failure.NotFound e) {
                        return false;
                    }
                };
                Callable<Boolean> delete = () -> {
                    start.await();
                    return store.delete(name);
                };
                for (Future<Boolean> result : pool.invokeAll(List.of(read, delete, read))) {
                    result.get();
                }
                assertThat(store.exists(name)).isFalse();
            }
        }
    }

    @Test
    default void putsAndDeletesInOneDirectoryDoNotDisturbEachOther() throws Exception {
        try (ObjectStore store = newStore();
                ExecutorService pool = Executors.newFixedThreadPool(
                        4, Thread.ofPlatform().name("mixed-", 0).factory())) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int me = thread;
                tasks.add(() -> {
                    for (int i = 0; i < 50; i++) {
                        ObjectName name = name("catalog/x/id/" + me);
                        assertThat(store.putIfAbsent(name, ByteBuffer.wrap(new byte[] {(byte) i})))
                                .isTrue();
                        assertThat(readAll(store, name)).containsExactly(i);
                        assertThat(store.delete(name)).isTrue();
                    }
                    return null;
                });
            }
            for (Future<Void> result : pool.invokeAll(tasks)) {
                result.get();
            }
            assertThat(names(store, "")).isEmpty();
        }
    }
}
