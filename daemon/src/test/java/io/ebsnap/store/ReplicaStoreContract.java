package io.ebsnap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises of which a zone can be made. */
public interface ReplicaStoreContract extends ObjectStoreContract {

    @Override
    ReplicaStore newStore();

    private static void replace(ReplicaStore store, ObjectName name, byte... content) {
        try (ReplicaUpload upload = store.begin(name)) {
            upload.append(ByteBuffer.wrap(content));
            upload.commitReplacing();
        }
    }

    private static byte[] read(ReplicaStore store, ObjectName name) {
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(store.size(name)));
        store.read(name, 0, target);
        return target.array();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return bytes;
    }

    @Test
    default void aCopyIsReplacedAndTheNewOneIsReadAtOnce() {
        try (ReplicaStore store = newStore()) {
            ObjectName name = new ObjectName("packs/ab/abcd");
            store.putIfAbsent(name, ByteBuffer.wrap(new byte[] {1, 1, 1}));
            assertThat(read(store, name)).containsExactly(1, 1, 1);
            replace(store, name, (byte) 2, (byte) 2);
            assertThat(read(store, name)).containsExactly(2, 2);
            assertThat(store.putIfAbsent(name, ByteBuffer.wrap(new byte[] {3}))).isFalse();
            assertThat(store.delete(name)).isTrue();
            assertThat(store.exists(name)).isFalse();
        }
    }

    @Test
    default void aCopyThatIsMissingIsPut() {
        try (ReplicaStore store = newStore()) {
            ObjectName name = new ObjectName("packs/ab/abcd");
            replace(store, name, (byte) 7);
            assertThat(read(store, name)).containsExactly(7);
        }
    }

    @Test
    default void aReplacementThatIsNotCommittedLeavesTheCopyAsItIs() {
        try (ReplicaStore store = newStore()) {
            ObjectName name = new ObjectName("a");
            store.putIfAbsent(name, ByteBuffer.wrap(new byte[] {1}));
            ReplicaUpload upload = store.begin(name);
            upload.append(ByteBuffer.wrap(new byte[] {2}));
            upload.close();
            assertThatIllegalStateException().isThrownBy(upload::commitReplacing);
            assertThat(read(store, name)).containsExactly(1);
        }
    }

    @Test
    default void readersBesideAReplacementFindTheOneCopyOrTheOtherWhole() throws Exception {
        ObjectName name = new ObjectName("packs/ab/abcd");
        byte[] one = filled(100_000);
        try (ReplicaStore store = newStore();
                ExecutorService pool = Executors.newFixedThreadPool(
                        2, Thread.ofPlatform().name("replace-", 0).factory())) {
            store.putIfAbsent(name, ByteBuffer.wrap(one));
            byte[] other = one.clone();
            Arrays.fill(other, (byte) 9);
            CyclicBarrier start = new CyclicBarrier(2);
            Callable<Void> replacing = () -> {
                start.await();
                for (int round = 0; round < 100; round++) {
                    replace(store, name, round % 2 == 0 ? other : one);
                }
                return null;
            };
            Callable<Void> reading = () -> {
                start.await();
                for (int round = 0; round < 400; round++) {
                    assertThat(read(store, name)).isIn(one, other);
                }
                return null;
            };
            for (Future<Void> result : pool.invokeAll(List.of(replacing, reading))) {
                result.get();
            }
        }
    }
}
