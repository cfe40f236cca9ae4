package io.ebsnap.store.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectStoreContract;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.fault.MemoryTempDir;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A replicated store keeps what every store promises, in one, two and three zones. */
final class ReplicatedObjectStoreTest {

    @TempDir(factory = MemoryTempDir.class)
    private Path folder;

    private ObjectStore store(String... more) {
        ZonesOnDisk zones = zones();
        ReplicatedObjectStore store = zones.openWith(more);
        for (String zone : more) {
            assertThat(zones.state(zone)).isEqualTo(ZoneState.AVAILABLE);
        }
        store.delete(ZonesOnDisk.IDENTITY);
        return store;
    }

    private ZonesOnDisk zones() {
        return new ZonesOnDisk(folder);
    }

    @Nested
    class InOneZone implements ObjectStoreContract {
        @Override
        public ObjectStore newStore() {
            return store();
        }
    }

    @Nested
    class InTwoZones implements ObjectStoreContract {

        @Override
        public ObjectStore newStore() {
            return store("b");
        }

        @AfterEach
        void zonesAreTheSame() {
            assertThat(zones().content("b")).isEqualTo(zones().content("a"));
        }
    }

    @Nested
    class InThreeZones implements ObjectStoreContract {

        @Override
        public ObjectStore newStore() {
            return store("b", "c");
        }

        @AfterEach
        void zonesAreTheSame() {
            assertThat(zones().content("b")).isEqualTo(zones().content("a"));
            assertThat(zones().content("c")).isEqualTo(zones().content("a"));
        }
    }
}
