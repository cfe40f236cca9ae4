package io.ebsnap.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaStoreContract;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class MemoryObjectStoreTest implements ReplicaStoreContract {

    @Override
    public ReplicaStore newStore() {
        return new MemoryObjectStore();
    }

    @Test
    void aFullStoreIsExhaustedAndHasRoomAgainAfterADelete() {
        MemoryObjectStore store = new MemoryObjectStore(1000);
        ObjectName first = new ObjectName("a");
        ObjectName second = new ObjectName("b");
        store.putIfAbsent(first, ByteBuffer.allocate(600));
        assertThatExceptionOfType(Failure.Exhausted.class)
                .isThrownBy(() -> store.putIfAbsent(second, ByteBuffer.allocate(600)));
        assertThat(store.freeBytes()).isEqualTo(400);
        store.delete(first);
        assertThat(store.putIfAbsent(second, ByteBuffer.allocate(1000))).isTrue();
        assertThat(store.freeBytes()).isZero();
    }

    @Test
    void anAbortedUploadAndALostRaceGiveTheirRoomBack() {
        MemoryObjectStore store = new MemoryObjectStore(1000);
        ObjectName name = new ObjectName("a");
        try (ObjectUpload upload = store.begin(name)) {
            upload.append(ByteBuffer.allocate(500));
        }
        store.putIfAbsent(name, ByteBuffer.allocate(300));
        assertThat(store.putIfAbsent(name, ByteBuffer.allocate(200))).isFalse();
        assertThat(store.freeBytes()).isEqualTo(700);
    }
}
