package io.ebsnap.catalog.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.SpaceReserve;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Store, catalog and index on a real file system that is full to its last byte, and that has room again. */
@RequiresRoot
final class FullDiskIT {

    private static final int CHUNKS_PER_PACK = 4096;

    @TempDir
    private Path directory;

    @BeforeEach
    void mount() throws Exception {
        Commands.run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", directory.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        Commands.run("umount", directory.toString());
    }

    private RocksIndex openIndex() {
        StoreId store = StoreId.of(new byte[StoreId.BYTES]);
        return RocksIndex.open(
                directory.resolve("index"), TestLibrary.DIRECTORY, store, InstantSource.fixed(Instant.EPOCH));
    }

    private FileObjectStore openStore() {
        return FileObjectStore.open(directory.resolve("store"), new LocalFiles(), new SplittableRandom(1));
    }

    private Path fill() throws IOException {
        Path ballast = directory.resolve("ballast");
        byte[] part = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(part);
            }
        } catch (IOException e) {
            return ballast;
        }
    }

    private static PackSummary pack(int number) {
        byte[] bytes = new byte[PackId.BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return new PackSummary(
                PackId.of(bytes), ChunkKind.DATA, DomainId.of(bytes.clone()), CHUNKS_PER_PACK, 1 << 26, false);
    }

    private static List<PackEntry> entries(int pack) {
        SplittableRandom random = new SplittableRandom(-1L - pack);
        return IntStream.range(0, CHUNKS_PER_PACK)
                .mapToObj(i -> {
                    byte[] id = new byte[ChunkId.BYTES];
                    random.nextBytes(id);
                    return new PackEntry(ChunkId.of(id), 64 + 100 * i, 100, 100, 0);
                })
                .toList();
    }

    private static boolean isThere(RocksIndex index, int pack) {
        return index.pack(pack(pack).id()).isPresent()
                && entries(pack).stream()
                        .allMatch(entry -> index.find(entry.id()).isPresent());
    }

    @Test
    void anIndexOnAFullDiskStillReadsAndWritesAgainWhenThereIsRoom() throws IOException {
        int stored = 0;
        try (RocksIndex index = openIndex()) {
            index.addPack(pack(stored), entries(stored));
            stored++;
            Path ballast = fill();
            Failure full = null;
            for (int pack = stored; full == null; pack++) {
                try {
                    index.addPack(pack(pack), entries(pack));
                    stored = pack + 1;
                } catch (Failure e) {
                    full = e;
                }
            }
            assertThat(full).isInstanceOf(Failure.Exhausted.class);
            int refused = stored;
            assertThatExceptionOfType(Failure.Exhausted.class)
                    .isThrownBy(() -> index.addPack(pack(refused), entries(refused)));
            assertThat(isThere(index, 0)).isTrue();
            Files.delete(ballast);
            index.addPack(pack(refused), entries(refused));
            for (int pack = 0; pack <= refused; pack++) {
                assertThat(isThere(index, pack)).isTrue();
            }
            stored = refused;
        }
        try (RocksIndex index = openIndex()) {
            for (int pack = 0; pack <= stored; pack++) {
                assertThat(isThere(index, pack)).isTrue();
            }
        }
    }

    @Test
    void aStoreOnAFullDiskRefusesLeavesNothingAndDeletes() throws IOException {
        try (FileObjectStore store = openStore()) {
            ObjectName kept = new ObjectName("packs/aa/kept");
            ObjectName refused = new ObjectName("packs/bb/refused");
            store.putIfAbsent(kept, ByteBuffer.allocate(20 << 20));
            fill();
            assertThatExceptionOfType(Failure.Exhausted.class)
                    .isThrownBy(() -> store.putIfAbsent(refused, ByteBuffer.allocate(1 << 20)));
            try (Stream<ObjectName> objects = store.list("")) {
                assertThat(objects).containsExactly(kept);
            }
            assertThat(directory.resolve("store/.uploads")).isEmptyDirectory();
            assertThat(store.delete(kept)).isTrue();
            assertThat(store.putIfAbsent(refused, ByteBuffer.allocate(1 << 20))).isTrue();
        }
    }

    @Test
    void givingUpTheReserveMakesRoomForDeletingARecord() throws IOException {
        SpaceReserve reserve = new SpaceReserve(directory.resolve("reserve"), 16 << 20, new SplittableRandom(2));
        assertThat(reserve.hold()).isTrue();
        try (FileObjectStore store = openStore();
                RocksIndex index = openIndex()) {
            ObjectCatalog catalog = CatalogFixtures.open(store, index.catalogView());
            catalog.create(CatalogKind.VOLUME, CatalogFixtures.volume(1, "one"));
            String id = CatalogFixtures.volume(1, "").volumeId();
            fill();
            assertThatExceptionOfType(Failure.Exhausted.class).isThrownBy(() -> catalog.delete(CatalogKind.VOLUME, id));
            assertThat(catalog.find(CatalogKind.VOLUME, id)).isPresent();
            assertThat(reserve.release()).isTrue();
            assertThat(catalog.delete(CatalogKind.VOLUME, id)).isTrue();
            index.beginDoubt();
            catalog.purgeTombstones();
            index.endDoubt();
            assertThat(catalog.find(CatalogKind.VOLUME, id)).isEmpty();
        }
    }
}
