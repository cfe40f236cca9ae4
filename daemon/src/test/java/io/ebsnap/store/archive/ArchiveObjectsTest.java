package io.ebsnap.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.scenario.MountedStore;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A place that is away is never an empty one, and another archive is never this one. */
class ArchiveObjectsTest {

    private static final StoreId STORE = StoreId.parse("ab".repeat(16));
    private static final ObjectName NAME = new ObjectName("packs/00/aa");
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");

    private final MountedStore disk = new MountedStore();
    private final ArchiveObjects archive = of(STORE, 1);

    private ArchiveObjects of(StoreId store, int name) {
        return new ArchiveObjects(
                new ArchiveObjects.Place(Optional.of("/archive"), store, any -> disk, () -> {
                    byte[] bytes = new byte[ArchiveId.BYTES];
                    bytes[0] = (byte) name;
                    return bytes;
                }),
                Optional.empty());
    }

    private void make() {
        archive.expect(archive.make(NOW));
        assertThat(archive.putIfAbsent(NAME, ByteBuffer.wrap(new byte[] {1, 2, 3})))
                .isTrue();
    }

    @Test
    void whatIsMadeIsFoundAgain() {
        ArchiveId made = archive.make(NOW);
        assertThat(of(STORE, 2).make(NOW)).isEqualTo(made);
    }

    @Test
    void onlyAnEmptyDirectoryBecomesAnArchive() {
        disk.putIfAbsent(new ObjectName("store"), ByteBuffer.wrap(new byte[1]));
        assertThatExceptionOfType(Failure.Conflict.class).isThrownBy(() -> archive.make(NOW));
    }

    @Test
    void nothingIsFoundWhileItIsAwayAndNothingIsMissing() {
        make();
        disk.unmount();
        assertAway(() -> archive.size(NAME));
        assertAway(() -> archive.exists(NAME));
        assertAway(() -> archive.read(NAME, 0, ByteBuffer.allocate(1)));
        assertAway(() -> archive.delete(NAME));
        assertAway(() -> archive.begin(NAME));
        assertAway(archive::freeBytes);
        assertAway(() -> list().forEach(any -> {}));
        disk.mount();
        assertThat(archive.exists(NAME)).isTrue();
        assertThat(archive.exists(new ObjectName("packs/00/bb"))).isFalse();
        assertThat(list()).contains(NAME);
    }

    @Test
    void whatIsPutWhileItGoesAwayDoesNotCount() {
        make();
        try (ObjectUpload upload = archive.begin(new ObjectName("packs/00/bb"))) {
            upload.append(ByteBuffer.wrap(new byte[1]));
            disk.unmount();
            assertAway(upload::commitIfAbsent);
        }
    }

    @Test
    void whatIsListedWhileItGoesAwayDoesNotCount() {
        make();
        try (Stream<ObjectName> names = archive.list("")) {
            disk.unmount();
            assertAway(() -> names.forEach(any -> {}));
        }
    }

    @Test
    void anotherArchiveIsNotThisOne() {
        make();
        disk.replaceBy(new MemoryObjectStore());
        ArchiveObjects second = of(STORE, 9);
        second.expect(second.make(NOW));
        assertThatThrownBy(archive::requireThere).hasMessageContaining("instead of");
        disk.replaceBy(new MemoryObjectStore());
        ArchiveObjects foreign = of(StoreId.parse("cd".repeat(16)), 9);
        foreign.expect(foreign.make(NOW));
        assertThatThrownBy(archive::requireThere).hasMessageContaining("not of this store");
        assertThatThrownBy(() -> of(STORE, 3).make(NOW)).hasMessageContaining("not of this store");
    }

    @Test
    void withoutADirectoryItIsAway() {
        ArchiveObjects nowhere = new ArchiveObjects(
                new ArchiveObjects.Place(Optional.empty(), STORE, any -> disk, () -> new byte[ArchiveId.BYTES]),
                Optional.of(ArchiveId.of(new byte[ArchiveId.BYTES])));
        assertThatThrownBy(nowhere::requireThere).hasMessageContaining("archive.directory");
    }

    private Stream<ObjectName> list() {
        return archive.list("");
    }

    private static void assertAway(Runnable use) {
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(use::run)
                .withMessageContaining("is the file system mounted?");
    }
}
