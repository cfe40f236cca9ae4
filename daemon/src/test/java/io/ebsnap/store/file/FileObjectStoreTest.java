package io.ebsnap.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaStoreContract;
import io.ebsnap.store.fault.MemoryTempDir;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileObjectStoreTest implements ReplicaStoreContract {

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    @Override
    public ReplicaStore newStore() {
        return open();
    }

    private FileObjectStore open() {
        return FileObjectStore.open(directory.resolve("store"), new LocalFiles(), new SplittableRandom(1));
    }

    private static void put(ObjectStore store, String name, int... content) {
        ByteBuffer bytes = ByteBuffer.allocate(content.length);
        for (int value : content) {
            bytes.put((byte) value);
        }
        assertThat(store.putIfAbsent(new ObjectName(name), bytes.flip())).isTrue();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void anObjectIsAFileOfItsNameThatOnlyItsOwnerMayRead() throws IOException {
        try (FileObjectStore store = open()) {
            put(store, "packs/ab/ab01", 1, 2, 3);
            Path file = directory.resolve("store/packs/ab/ab01");
            assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(directory.resolve("store/packs/ab"))).isEqualTo("rwx------");
            assertThat(mode(directory.resolve("store"))).isEqualTo("rwx------");
        }
    }

    @Test
    void whatWasPutIsThereAfterOpeningAgain() {
        try (FileObjectStore store = open()) {
            put(store, "packs/ab/ab01", 1, 2, 3);
        }
        try (FileObjectStore store = open()) {
            ByteBuffer content = ByteBuffer.allocate(3);
            store.read(new ObjectName("packs/ab/ab01"), 0, content);
            assertThat(content.array()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void openingEmptiesTheUploads() throws IOException {
        try (FileObjectStore store = open()) {
            ObjectUpload left = store.begin(new ObjectName("a"));
            left.append(ByteBuffer.allocate(1000));
        }
        Path uploads = directory.resolve("store/.uploads");
        assertThat(uploads).isNotEmptyDirectory();
        open().close();
        assertThat(uploads).isEmptyDirectory();
    }

    @Test
    void noUploadIsLeftBehindByCommitAbortOrLostRace() {
        try (FileObjectStore store = open()) {
            put(store, "a", 1);
            store.putIfAbsent(new ObjectName("a"), ByteBuffer.allocate(10));
            store.begin(new ObjectName("b")).close();
            assertThat(directory.resolve("store/.uploads")).isEmptyDirectory();
        }
    }

    @Test
    void theDirectoryOfADeletedRecordGoesWithItsLastObject() {
        try (FileObjectStore store = open()) {
            put(store, "catalog/volume/vol-1/01", 1);
            put(store, "catalog/volume/vol-1/02", 2);
            store.delete(new ObjectName("catalog/volume/vol-1/01"));
            assertThat(directory.resolve("store/catalog/volume/vol-1")).isDirectory();
            store.delete(new ObjectName("catalog/volume/vol-1/02"));
            assertThat(directory.resolve("store/catalog/volume/vol-1")).doesNotExist();
            put(store, "catalog/volume/vol-1/03", 3);
            assertThat(store.exists(new ObjectName("catalog/volume/vol-1/03"))).isTrue();
        }
    }

    @Test
    void filesThatAreNotObjectsAreNotListed() throws IOException {
        try (FileObjectStore store = open();
                Stream<ObjectName> none = store.list("")) {
            Files.writeString(directory.resolve("store/README.txt"), "x");
            Files.createDirectories(directory.resolve("store/lost+found/packs"));
            Files.writeString(directory.resolve("store/lost+found/packs/a"), "x");
            assertThat(none).isEmpty();
        }
    }

    @Test
    void moreObjectsThanFilesAreKeptOpenCanBeReadInAnyOrder() {
        try (FileObjectStore store = open()) {
            for (int i = 0; i < 200; i++) {
                put(store, "packs/" + i, i);
            }
            SplittableRandom random = new SplittableRandom(3);
            for (int round = 0; round < 1000; round++) {
                int i = random.nextInt(200);
                ByteBuffer content = ByteBuffer.allocate(1);
                store.read(new ObjectName("packs/" + i), 0, content);
                assertThat(content.get(0)).isEqualTo((byte) i);
            }
        }
    }

    @Test
    void anInterruptedReaderDoesNotDisturbTheOthers() throws InterruptedException {
        try (FileObjectStore store = open()) {
            byte[] content = new byte[500_000];
            new SplittableRandom(4).nextBytes(content);
            ObjectName name = new ObjectName("packs/a");
            store.putIfAbsent(name, ByteBuffer.wrap(content));
            AtomicReference<Throwable> trouble = new AtomicReference<>();
            AtomicBoolean done = new AtomicBoolean();
            CountDownLatch reading = new CountDownLatch(1);
            Thread reader = Thread.ofPlatform().name("reader").start(() -> {
                try {
                    while (!done.get()) {
                        ByteBuffer target = ByteBuffer.allocate(content.length);
                        store.read(name, 0, target);
                        assertThat(target.array()).isEqualTo(content);
                        reading.countDown();
                    }
                } catch (Throwable e) {
                    trouble.set(e);
                }
            });
            reading.await();
            for (int i = 0; i < 200; i++) {
                Thread interrupted = Thread.ofPlatform().name("interrupted").start(() -> {
                    Thread.currentThread().interrupt();
                    assertThatExceptionOfType(Failure.Unavailable.class)
                            .isThrownBy(() -> store.read(name, 0, ByteBuffer.allocate(100)));
                });
                interrupted.join();
            }
            done.set(true);
            reader.join();
            assertThat(trouble.get()).isNull();
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        FileObjectStore store = open();
        put(store, "a", 1);
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> store.read(new ObjectName("a"), 0, ByteBuffer.allocate(1)));
        assertThatIllegalStateException().isThrownBy(() -> store.begin(new ObjectName("b")));
        assertThatIllegalStateException().isThrownBy(() -> store.delete(new ObjectName("a")));
    }

    @Test
    void anObjectInThePlaceOfADirectoryIsRefusedNotLost() {
        try (FileObjectStore store = open()) {
            put(store, "packs/ab", 1);
            assertThatExceptionOfType(Failure.Unavailable.class)
                    .isThrownBy(() -> store.putIfAbsent(new ObjectName("packs/ab/c"), ByteBuffer.allocate(1)))
                    .withMessageContaining("packs/ab/c");
            assertThatExceptionOfType(Failure.Unavailable.class)
                    .isThrownBy(() -> store.putIfAbsent(new ObjectName("packs"), ByteBuffer.allocate(1)));
            assertThat(directory.resolve("store/.uploads")).isEmptyDirectory();
        }
    }
}
