package io.ebsnap.store.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaStoreContract;
import io.ebsnap.store.fault.Faults.Operation;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class FaultyObjectStoreTest implements ReplicaStoreContract {

    private static final ObjectName A = new ObjectName("a");

    @Override
    public ReplicaStore newStore() {
        return new FaultyObjectStore(new MemoryObjectStore(), new FaultPlan());
    }

    @Test
    void theNthOperationFailsAndNoOther() {
        FaultPlan plan = new FaultPlan().failNth(Operation.COMMIT, 2, FaultPlan::full);
        ObjectStore store = new FaultyObjectStore(new MemoryObjectStore(), plan);
        store.putIfAbsent(A, ByteBuffer.allocate(1));
        assertThatExceptionOfType(Failure.Exhausted.class)
                .isThrownBy(() -> store.putIfAbsent(new ObjectName("b"), ByteBuffer.allocate(1)));
        assertThat(store.exists(new ObjectName("b"))).isFalse();
        assertThat(store.putIfAbsent(new ObjectName("b"), ByteBuffer.allocate(1)))
                .isTrue();
    }

    @Test
    void anOperationCanFailAlthoughItHappened() {
        FaultPlan plan = new FaultPlan().failNthAfterwards(Operation.COMMIT, 1, FaultPlan::refused);
        ObjectStore store = new FaultyObjectStore(new MemoryObjectStore(), plan);
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> store.putIfAbsent(A, ByteBuffer.allocate(1)));
        assertThat(store.exists(A)).isTrue();
    }

    @Test
    void theSameSeedFailsTheSameOperations() {
        assertThat(failures(7)).isEqualTo(failures(7)).isNotEqualTo(failures(8));
    }

    private static String failures(long seed) {
        FaultPlan plan = new FaultPlan().failSome(seed, 0.3, EnumSet.of(Operation.EXISTS));
        ObjectStore store = new FaultyObjectStore(new MemoryObjectStore(), plan);
        StringBuilder failures = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            try {
                store.exists(A);
                failures.append('.');
            } catch (Failure.Unavailable e) {
                failures.append('x');
            }
        }
        return failures.toString();
    }
}
