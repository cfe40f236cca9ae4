package io.ebsnap.store.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.fault.FaultPlan;
import io.ebsnap.store.fault.Faults.Operation;
import io.ebsnap.store.fault.MemoryTempDir;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone lost, emptied, refused, full, left behind or set back costs nothing but a repair that runs by itself. */
final class ZoneLossTest {

    /** How many objects each writer leaves. */
    private static final int KEPT = 20;

    @TempDir(factory = MemoryTempDir.class)
    private Path folder = Path.of("");

    private ZonesOnDisk zones;

    @BeforeEach
    void begin() {
        zones = new ZonesOnDisk(folder);
    }

    @AfterEach
    void end() {
        zones.close();
    }

    private static void put(ObjectStore store, String name, int content) {
        assertThat(store.putIfAbsent(new ObjectName(name), ByteBuffer.wrap(new byte[] {(byte) content})))
                .isTrue();
    }

    private static int get(ObjectStore store, String name) {
        ByteBuffer content = ByteBuffer.allocate(1);
        store.read(new ObjectName(name), 0, content);
        return content.get(0);
    }

    @Test
    void volumesBesideAReplicaAreNeitherObjectsNorRemoved() throws IOException {
        ObjectStore store = zones.openWith("b");
        put(store, "packs/one", 1);
        Path volume = zones.directory("b").resolve("volumes/vol-00000000000000001");
        Files.createDirectories(volume);
        Files.write(volume.resolve("data"), new byte[] {7});
        assertThat(store.list("").map(ObjectName::value)).noneMatch(name -> name.startsWith("volumes"));
        zones.refuse("b");
        put(store, "packs/two", 2);
        zones.faults("b").clear();
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);
        assertThat(volume.resolve("data")).hasBinaryContent(new byte[] {7});
        try (Stream<Path> files = Files.walk(zones.directory("b"))) {
            for (Path file : files.filter(found -> !volume.resolve("data").startsWith(found))
                    .toList()
                    .reversed()) {
                Files.delete(file);
            }
        }
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);
        assertThat(volume.resolve("data")).hasBinaryContent(new byte[] {7});
    }

    private void requireLevel(String... more) {
        for (String zone : more) {
            assertThat(zones.zone(zone).message()).isEmpty();
            assertThat(zones.state(zone)).isEqualTo(ZoneState.AVAILABLE);
            assertThat(zones.content(zone)).isEqualTo(zones.content("a"));
        }
        assertThat(zones.state("a")).isEqualTo(ZoneState.AVAILABLE);
    }

    @Test
    void aRemovedZoneIsFilledAgainByItself() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        zones.destroy("b");
        put(store, "packs/2", 2);
        assertThat(zones.state("b")).isEqualTo(ZoneState.UNAVAILABLE);
        zones.settle();
        requireLevel("b");
        assertThat(zones.content("b")).containsKeys("store", "packs/1", "packs/2");
    }

    @Test
    void theFirstZoneRemovedCostsNothingEither() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        zones.destroy("a");
        put(store, "packs/2", 2);
        assertThat(get(store, "packs/1")).isEqualTo(1);
        zones.settle();
        requireLevel("b");
        assertThat(zones.content("a")).containsKeys("store", "packs/1", "packs/2");
    }

    @Test
    void aZoneThatIsGoneIsNoticedWithoutAnyUseOfIt() {
        zones.openWith("b");
        zones.destroy("b");
        zones.settle();
        requireLevel("b");
    }

    @Test
    void aZoneEmptiedAroundItsZoneFileIsFilledAgain() throws IOException {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        Files.delete(zones.directory("a").resolve("store"));
        Files.delete(zones.directory("a").resolve("packs/1"));
        assertThat(get(store, "packs/1")).isEqualTo(1);
        assertThat(ZonesOnDisk.names(store)).containsExactly("packs/1", "store");
        zones.settle();
        requireLevel("b");
        assertThat(zones.content("a")).containsKeys("store", "packs/1");
    }

    @Test
    void anObjectLostInOneZoneIsPutBack() throws IOException {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        Files.delete(zones.directory("a").resolve("packs/1"));
        assertThat(get(store, "packs/1")).isEqualTo(1);
        zones.settle();
        assertThat(zones.content("a")).containsKey("packs/1");
    }

    @Test
    void aZoneThatWasLeftBehindIsNotBelievedAlone() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        zones.refuse("b");
        put(store, "packs/2", 2);
        zones.destroy("a");
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.open())
                .withMessageContaining("zone b")
                .withMessageContaining("went on without it")
                .satisfies(failure -> assertThat(failure.hint().orElseThrow()).contains("ebsnap-zone(1)"));
    }

    @Test
    void aZoneThatWasLeftBehindNeitherBringsBackNorHidesAnything() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "catalog/x/1", 1);
        put(store, "catalog/x/2", 2);
        zones.refuse("b");
        store.delete(new ObjectName("catalog/x/1"));
        put(store, "catalog/x/3", 3);
        zones.faults("b").clear();

        store = zones.open();
        assertThat(zones.state("b")).isEqualTo(ZoneState.UNAVAILABLE);
        assertThat(ZonesOnDisk.names(store)).containsExactly("catalog/x/2", "catalog/x/3", "store");
        zones.settle();
        requireLevel("b");
        assertThat(zones.content("b")).containsOnlyKeys("catalog/x/2", "catalog/x/3", "store");
    }

    @Test
    void anObjectWhoseNameWasGivenAgainMeanwhileIsReplaced() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "catalog/x/1", 1);
        zones.refuse("b");
        store.delete(new ObjectName("catalog/x/1"));
        put(store, "catalog/x/1", 7);
        zones.faults("b").clear();
        zones.settle();
        requireLevel("b");
        assertThat(zones.content("b").get("catalog/x/1")).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
    }

    @Test
    void aZoneWhoseDiskWasSetBackIsNotBelieved() throws IOException {
        ReplicatedObjectStore store = zones.openWith("b", "c");
        put(store, "packs/1", 1);
        Path before = folder.resolve("before");
        copyTree(zones.directory("b"), before);
        zones.refuse("c");
        store.delete(new ObjectName("packs/1"));
        zones.close();
        zones.faults("c").clear();
        zones.destroy("b");
        copyTree(before, zones.directory("b"));
        store = zones.open();
        assertThat(ZonesOnDisk.names(store)).containsExactly("store");
        assertThat(zones.zone("b").message()).contains("went on without it");
        zones.settle();
        requireLevel("b", "c");
    }

    @Test
    void twoZonesMayFailOneAfterTheOther() {
        ReplicatedObjectStore store = zones.openWith("b", "c");
        put(store, "packs/1", 1);
        zones.refuse("b");
        put(store, "packs/2", 2);
        zones.faults("b").clear();
        zones.settle();
        requireLevel("b", "c");
        zones.destroy("a");
        put(store, "packs/3", 3);
        zones.refuse("c");
        put(store, "packs/4", 4);
        for (int i = 1; i <= 4; i++) {
            assertThat(get(store, "packs/" + i)).isEqualTo(i);
        }
        store = zones.open();
        assertThat(ZonesOnDisk.names(store)).containsExactly("packs/1", "packs/2", "packs/3", "packs/4", "store");
        zones.faults("c").clear();
        zones.settle();
        requireLevel("b", "c");
    }

    @Test
    void aFullZoneIsLeftOutUntilItHasRoom() {
        ReplicatedObjectStore store = zones.openWith("b");
        zones.faults("b").failAll(Operation.APPEND, "", FaultPlan::full);
        put(store, "packs/1", 1);
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.UNAVAILABLE);
        assertThat(zones.zone("b").message()).contains("APPEND");
        zones.faults("b").clear();
        zones.settle();
        requireLevel("b");
    }

    @Test
    void whatNoZoneTakesFailsAndLeavesAllZonesIn() {
        ReplicatedObjectStore store = zones.openWith("b");
        zones.faults("a").failAll(Operation.APPEND, "packs/", FaultPlan::full);
        zones.faults("b").failAll(Operation.APPEND, "packs/", FaultPlan::full);
        assertThatExceptionOfType(Failure.Exhausted.class).isThrownBy(() -> put(store, "packs/1", 1));
        assertThat(ZonesOnDisk.names(store)).containsExactly("store");
        requireLevel("b");
    }

    @Test
    void readsGoOnInTheOtherZone() {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        zones.faults("a").failAll(Operation.READ, "", FaultPlan::refused);
        zones.faults("a").failAll(Operation.SIZE, "", FaultPlan::refused);
        zones.faults("a").failAll(Operation.EXISTS, "", FaultPlan::refused);
        zones.faults("a").failAll(Operation.LIST, "", FaultPlan::refused);
        assertThat(get(store, "packs/1")).isEqualTo(1);
        assertThat(store.size(new ObjectName("packs/1"))).isEqualTo(1);
        assertThat(store.exists(new ObjectName("packs/1"))).isTrue();
        assertThat(ZonesOnDisk.names(store)).containsExactly("packs/1", "store");
    }

    @Test
    void withFewerZonesThanAskedForNothingIsWritten() {
        zones.copiesMin = 1;
        zones.openWith("b");
        zones.copiesMin = 2;
        ReplicatedObjectStore store = zones.open();
        put(store, "packs/1", 1);
        zones.refuse("b");
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> put(store, "packs/2", 2))
                .withMessageContaining("1 of the 2 zones")
                .withMessageContaining("zone b");
        assertThat(ZonesOnDisk.names(store)).containsExactly("packs/1", "store");
        assertThat(get(store, "packs/1")).isEqualTo(1);
        assertThat(store.delete(new ObjectName("packs/1")))
                .as("deleting makes room")
                .isTrue();
        zones.faults("b").clear();
        zones.settle();
        put(store, "packs/2", 2);
        requireLevel("b");
    }

    @Test
    void anEmptyMountPointIsNotFilled() throws IOException {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Path zone = mount.resolve("replica");
        mounts(mount);
        zones.openWith();
        zones.zones().add("b", zone);
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);

        Path aside = folder.resolve("aside");
        Files.move(zone, aside);
        mounts(null);
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.UNAVAILABLE);
        assertThat(zones.zone("b").message()).contains("is it not mounted?");
        assertThat(zone).doesNotExist();

        Files.move(aside, zone);
        mounts(mount);
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);
    }

    @Test
    void aForeignDirectoryIsNeitherBelievedNorTouched() throws IOException {
        ReplicatedObjectStore store = zones.openWith("b");
        zones.destroy("b");
        Files.createDirectory(zones.directory("b"));
        Path foreign = Files.writeString(zones.directory("b").resolve("letters"), "dear");
        put(store, "packs/1", 1);
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.UNAVAILABLE);
        assertThat(zones.zone("b").message()).contains("no replica of this store");
        try (Stream<Path> files = Files.list(zones.directory("b"))) {
            assertThat(files).containsExactly(foreign);
        }
    }

    @Test
    void theZonesAreKnownWithoutTheFileInTheDataDirectory() throws IOException {
        ReplicatedObjectStore store = zones.openWith("b");
        put(store, "packs/1", 1);
        zones.close();
        Files.delete(folder.resolve("data/zones"));
        zones.open();
        zones.settle();
        requireLevel("b");
    }

    @Test
    void aDamagedFileInTheDataDirectoryIsMadeAnew() throws IOException {
        zones.openWith("b");
        zones.close();
        Files.write(folder.resolve("data/zones"), new byte[] {1, 2, 3});
        zones.open();
        zones.settle();
        requireLevel("b");
    }

    @Test
    void aLostZoneFileIsMadeAnew() throws IOException {
        zones.openWith("b");
        Files.delete(zones.directory("b").resolve(".zone"));
        zones.settle();
        requireLevel("b");
        Files.write(zones.directory("b").resolve(".zone"), new byte[] {1, 2, 3});
        zones.settle();
        requireLevel("b");
    }

    @Test
    void aStoreOfOneZoneHasNoFileOfZones() throws IOException {
        zones.openWith();
        zones.settle();
        assertThat(folder.resolve("data/zones")).doesNotExist();
        assertThat(zones.directory("a").resolve(".zone")).doesNotExist();
    }

    @Test
    void zonesAreLostUnderLoadAndNothingWithThem() throws Exception {
        ReplicatedObjectStore store = zones.openWith("b", "c");
        Set<String> put = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            String who = "w" + writer;
            writers.add(Thread.ofPlatform().name(who).start(() -> {
                try {
                    for (int i = 0; !over.get(); i++) {
                        write(store, "packs/" + who + "/" + i);
                        put.add("packs/" + who + "/" + i);
                        if (i >= KEPT) {
                            store.delete(new ObjectName("packs/" + who + "/" + (i - KEPT)));
                            put.remove("packs/" + who + "/" + (i - KEPT));
                        }
                    }
                } catch (RuntimeException | Error e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        zones.refuse("b");
        zones.settle();
        zones.faults("b").clear();
        zones.settle();
        zones.refuse("a");
        zones.settle();
        zones.faults("a").clear();
        zones.settle();
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(failures).isEmpty();
        zones.settle();
        requireLevel("b", "c");
        put.add("store");
        assertThat(zones.content("b").keySet()).containsExactlyInAnyOrderElementsOf(put);
    }

    private static void write(ObjectStore store, String name) {
        try (ObjectUpload upload = store.begin(new ObjectName(name))) {
            upload.append(ByteBuffer.wrap(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(upload.commitIfAbsent()).isTrue();
        }
    }

    /** A table of mounts with one file system at the root, and another one at a mount point or nowhere. */
    private void mounts(@org.jspecify.annotations.Nullable Path mount) throws IOException {
        String root = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
        String other = mount == null ? "" : "22 21 8:17 / " + mount + " rw - ext4 /dev/sdb1 rw\n";
        Files.writeString(folder.resolve("mountinfo"), root + other);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
